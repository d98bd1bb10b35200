/**
 * The text of `kafka-trial --help`.
 */

export const USAGE: string = `kafka-trial: a deterministic Kafka cluster in this process, on a virtual clock, for testing code that uses a producer.

Usage: kafka-trial <command> [options]

  kafka-trial list [--json]
      Lists the built-in scenarios.

  kafka-trial run <scenario> [--seed N] [--trace] [--json] [--history] [--at MS] [--faults FILE]
      Runs a scenario: a name from the list, or a file (.js, .mjs, .ts or .mts) with a scenario as its default export.

      --seed N         random seed (default 1)
      --trace          print every event of the run as well
      --json           print one JSON object instead of text
      --history        print only what changed in the cluster and when: brokers, leaders, epochs, in-sync replicas
      --at MS          print only the state of the cluster at this virtual time
      --faults FILE    apply the fault plan in FILE (JSON, see docs/faults.md) in addition to the faults of the scenario

  kafka-trial produce --topic T [options]
      Sends each line of stdin as a record to a topic of a new cluster, and prints where each record was stored.

  kafka-trial consume --topic T [options] [--print-key]
      Does the same, then prints what kafka-console-consumer --from-beginning would print.

      --key-separator S         split each line into key and value at S; --print-key prints S between them (default: tab)
      --acks all|1|0            the producer's acks (default all)
      --partitions N            partitions of the topic (default: num.partitions of the brokers)
      --brokers N               number of brokers (default 3)
      --config KEY=VALUE        a configuration key of the producer; can be repeated
      --server-properties FILE  configuration of the brokers, in the format of Kafka's server.properties
      --seed N, --trace, --json as above

  kafka-trial explore <program> [options]
      Runs many histories of a program until one violates a guarantee, shrinks that failure and writes it to a file.
      The program is a scenario, a file with a program as its default export (see docs/exploring.md), or default-workload.

      --plan MODE      faults to inject: swarm, random, none, one-fault or two-faults (default swarm)
      --runs N         number of histories (default 1000; all of them for one-fault and two-faults)
      --time DURATION  time limit, for example 500ms, 60s, 5m or 2h
      --workers N      number of threads (default: one per core)
      --shard I/N      run only part I of N, to share the work between machines
      --all            continue after the first failure
      --throws         treat an error that the program throws as a failure
      --failures DIR   folder for failures (default failures)
      --report FILE    write a report for kafka-trial merge
      --seed N, --json as above

  kafka-trial replay <file> [--trace] [--test]
      Runs a failure that explore wrote once more. --test prints it as a test in TypeScript instead.

  kafka-trial merge <report>... [--report FILE] [--json]
      Joins the reports of all shards into one.

  kafka-trial --help
  kafka-trial --version

Exit codes: 0 passed; 1 a scenario, a record or a guarantee failed; 2 usage error.
`;
