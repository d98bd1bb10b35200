/**
 * What --help prints.
 *
 * Owns: the words. Refuses to know: how arguments are read.
 */

export const USAGE: string = `kafka-trial puts a Kafka producer on trial: a deterministic cluster in this process, on a virtual clock.

  kafka-trial list [--json]
      The built-in scenarios.

  kafka-trial run <scenario> [--seed N] [--trace] [--json] [--history] [--at MS] [--faults FILE]
      Plays a scenario: a name from the list, or a file (.js, .mjs, .ts) whose default export is one.
      --seed N     where all chance comes from; default 1
      --trace      also everything that happened on the way
      --json       one JSON object instead of text
      --history    instead of the story, what changed in the cluster and when: leaders, epochs, in-sync replicas
      --at MS      instead of the story, the cluster as it was at that virtual ms
      --faults FILE  a plan of faults (JSON, see docs/faults.md), beside those of the story

  kafka-trial produce --topic T [options]
      Sends each line of stdin to a topic of a fresh cluster; prints what was acknowledged, and where.

  kafka-trial consume --topic T [options] [--print-key]
      The same, and then prints what kafka-console-consumer --from-beginning would print.

      --key-separator S         a line is a key, S, a value; also what --print-key prints between them (default: a tab)
      --acks all|1|0            default all
      --partitions N            of the topic; default: what the brokers' num.partitions says
      --brokers N               default 3
      --config KEY=VALUE        a setting of the producer, by Kafka's name; may be given several times
      --server-properties FILE  settings of the brokers
      --seed N, --trace, --json as above

  kafka-trial explore <program> [options]
      Tries many histories of a scenario, of a file whose default export is a program (see docs/exploring.md), or of
      default-workload, until a guarantee is broken; makes the failure small and writes it to a file.

      --plan swarm|random|none|one-fault|two-faults   what happens to it; default swarm
      --runs N         so many histories; default 1000, of one-fault and two-faults all there are
      --time 60s       no longer than this: ms, s, m or h
      --workers N      threads; default: one per core
      --shard I/N      only every N-th history, from the I-th: the others are for other machines
      --all            go on after a failure
      --throws         also what the program throws is a failure
      --failures DIR   where failures are written; default failures
      --report FILE    write what was tried, seen and found, for merge
      --seed N, --json as above

  kafka-trial replay <file> [--trace] [--test]
      Tries a failure again that explore wrote. --test prints it as a test in TypeScript instead.

  kafka-trial merge <report>... [--report FILE] [--json]
      Joins the reports of all shards into one.

  kafka-trial --help, kafka-trial --version

Exit code: 0 all well; 1 the scenario failed, or a record, or a guarantee; 2 the command was not understood.
`;
