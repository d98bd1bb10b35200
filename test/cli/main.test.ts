/** The commands list, run, produce and consume, and the files that they share: src/cli/*.ts, run in this process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { COMMAND_USAGES } from '../../src/cli/usage/overview.ts';
import { type CommandResult, runInProcess } from './run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function kafkaTrial(args: readonly string[], stdin: string | Uint8Array = ''): Promise<CommandResult> {
  return runInProcess(args, { stdin: [stdin] });
}

const EXPLAINED = `export default async function pay(sim) {
  const serialize = (topic, value) => value === undefined || value === null ? null : Buffer.from(value);
  sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
  await sim.producer({}, { key: { serialize }, value: { serialize } }).send({ topic: 'payments', value: 'one' }).get();
}`;

const FAILING = `export default {
  name: 'failing', title: 'A scenario that fails',
  run: async ({ say, check }) => { say('Once.'); check('brokers', 3, 4); },
};`;

describe('kafka-trial run --broker-version', () => {
  it('runs a scenario with brokers of that version, and says so in the command that replays it', async () => {
    const command = ['run', 'late-for-its-transaction', '--client-version', '4.3', '--broker-version', '4.3'];
    const { code, err } = await kafkaTrial([...command, '--quiet', '--set', 'linger.ms=0']);
    expect(code).toBe(1);
    expect(err).toContain('--client-version 4.3 --broker-version 4.3 --trace');
  });

  it('rejects a version that there is not', async () => {
    const { code, err } = await kafkaTrial(['run', 'lost-ack', '--broker-version', '4.2']);
    expect(code).toBe(2);
    expect(err).toContain("--broker-version: there is no version '4.2' of Kafka's brokers. Did you mean '4.3'?");
  });
});

describe('kafka-trial run --history and --at', () => {
  const command = ['run', 'transaction-coordinator-crash'];

  it('print what changed in the cluster, and when', async () => {
    const { code, out } = await kafkaTrial([...command, '--history']);
    expect(code).toBe(0);
    expect(out).toMatch(/^# The coordinator crashes .*\n# scenario .*, seed 1\nThe control plane over time\n/);
    expect(out).toContain('   234 ms  broker-3: up -> down, not noticed yet\n');
    expect(out).toContain('  9234 ms  payments-0: isr [1,2,3] -> [1,2]\n');
  });

  it('print the cluster at a given time', async () => {
    const { out } = await kafkaTrial([...command, '--at', '5000']);
    expect(out).toContain('The cluster at 5000 ms\n  brokers: broker-1 (up), broker-2 (up), broker-3 (down, not');
    expect(out).not.toContain('over time');
  });

  it('reject a time after the end of the run, and text that is not a time', async () => {
    const late = await kafkaTrial([...command, '--at', '99999']);
    expect(late).toMatchObject({ code: 2, out: '' });
    expect(late.err).toMatch(/--at must be a time within the run: .* ends at \d+ ms\./);
    expect((await kafkaTrial([...command, '--at', 'noon'])).code).toBe(2);
  });

  it('print JSON with --json', async () => {
    const { out } = await kafkaTrial([...command, '--history', '--json']);
    expect(JSON.parse(out).history[0]).toEqual({ atMs: 0, lines: ['payments: created, 1 partition, 3 replicas'] });
  });
});

describe('kafka-trial run --format', () => {
  it.each([
    ['text', /^# A lost answer.*\n# seed 1\n[\s\S]*\n {6}ms {2}application {2}careful accumulator/],
    ['html', /^<!doctype html>[\s\S]*<h1>A lost answer/],
    ['mermaid', /^---\ntitle: "A lost answer.*"\n---\nsequenceDiagram\n/],
    ['perfetto', /^\{"displayTimeUnit":"ms",/],
  ])('%s prints a report', async (format, expected) => {
    const { code, out, err } = await kafkaTrial(['run', 'lost-ack', '--format', format]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(expected);
  });

  it('json is the same as --json', async () => {
    const { out } = await kafkaTrial(['run', 'lost-ack', '--format', 'json']);
    expect(out).toBe((await kafkaTrial(['run', 'lost-ack', '--json'])).out);
  });

  it('text has what the scenario says before what happens then, and every event with --trace', async () => {
    const { out } = await kafkaTrial(['run', 'lost-ack', '--format', 'text']);
    const lines = out.split('\n');
    const said = lines.indexOf('With idempotence (the default): the broker stores the record, and its answer is lost.');
    expect(lines[said + 1]).toContain('send() record 1 → payments');
    expect(out).not.toContain('connected to');
    expect(out).toContain('WARN [Producer clientId=careful] Got error');
    const all = (await kafkaTrial(['run', 'lost-ack', '--format', 'text', '--trace', '--quiet'])).out;
    expect(all).toContain('connected to broker-1:9092');
    expect(all).not.toContain('WARN');
  });

  it('text has colours on a terminal', async () => {
    // Node looks for a terminal, too.
    vi.stubEnv('FORCE_COLOR', '1');
    vi.stubEnv('NO_COLOR', undefined);
    const { out } = await runInProcess(['run', 'lost-ack', '--format', 'text'], { hasColour: true });
    vi.unstubAllEnvs();
    expect(out).toContain('\u001B[35m● fault: Produce from careful, number 1: lose the response\u001B[39m');
  });

  it('prints the failure in the report, and exits with 1', async () => {
    const { code, out, err } = await kafkaTrial(['run', file('failing.mjs', FAILING), '--format', 'html']);
    expect(code).toBe(1);
    expect(out).toContain('<pre class="failure">brokers: expected 4, got 3</pre>');
    expect(err).toContain('The scenario failing failed with seed 1:');
  });

  it('rejects other formats, and states of the cluster', async () => {
    const wrong = await kafkaTrial(['run', 'lost-ack', '--format', 'htm']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain("got 'htm'. Did you mean 'html'?");
    expect((await kafkaTrial(['run', 'lost-ack', '--format', 'html', '--history'])).err).toContain(
      'leave out --format html',
    );
  });
});

describe('kafka-trial explain', () => {
  it('explains a record of a scenario, by its place in a log', async () => {
    const { code, out, err } = await kafkaTrial(['explain', 'lost-ack', 'payments-0@0']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Record 1 of careful, "rent" for payments-0:\n/);
    expect(out).toMatch(/\nAcknowledged after 30143 ms, with offset 0, at try 2\. It is stored at payments-0@0\.\n$/);
  });

  it('lists the records of a scenario, also as JSON', async () => {
    const { out } = await kafkaTrial(['explain', 'lost-ack']);
    expect(out).toBe(
      [
        'careful 1   payments-0@0  acknowledged',
        'careless 1  payments-0@2  acknowledged',
        'careless 2  payments-0@3  acknowledged',
        '',
      ].join('\n'),
    );
    const json = JSON.parse((await kafkaTrial(['explain', 'lost-ack', '--json'])).out) as unknown[];
    expect(json[2]).toEqual({
      producer: 'careless',
      number: 2,
      topic: 'payments',
      partition: 0,
      fate: 'acknowledged',
      offset: 3,
    });
  });

  it('explains a record of a program, with faults, as JSON', async () => {
    const program = file('program.mjs', EXPLAINED);
    const plan = file(
      'plan.json',
      JSON.stringify([{ do: 'respond', on: 'Produce', nth: 1, error: 'NOT_ENOUGH_REPLICAS' }]),
    );
    const { code, out } = await kafkaTrial([
      'explain',
      program,
      'value=one',
      '--faults',
      plan,
      '--seed',
      '3',
      '--json',
    ]);
    expect(code).toBe(0);
    const { title, fate, turns } = JSON.parse(out) as { title: string; fate: string; turns: { text: string }[] };
    expect({ title, fate }).toEqual({ title: 'Record 1 of producer-1, "one" for payments-0', fate: 'acknowledged' });
    expect(turns.some(({ text }) => text.includes('fewer replicas are in sync than min.insync.replicas'))).toBe(true);
  });

  it('says that the run has failed, with exit code 1', async () => {
    const program = file(
      'failing-program.mjs',
      EXPLAINED.replace('.get()', '.get().then(() => { throw new Error("no"); })'),
    );
    const { code, out, err } = await kafkaTrial(['explain', program, '1']);
    expect({ code, err }).toEqual({ code: 1, err: 'The run has failed: Error: no\n' });
    expect(out).toContain('Record 1 of producer-1');
  });

  it('names the records if there is no such record, or several', async () => {
    const missing = await kafkaTrial(['explain', 'lost-ack', 'carefull 1']);
    expect(missing).toMatchObject({ code: 2, out: '' });
    expect(missing.err).toContain("There is no record 'carefull 1'. Did you mean 'careful 1'?");
    const several = await kafkaTrial(['explain', 'lost-ack', '1']);
    expect(several.err).toContain("There are 2 records '1': 'careful 1' (\"rent\"), 'careless 1' (\"wages\").");
    expect((await kafkaTrial(['explain'])).err).toContain('explain needs a scenario or a file, and a record');
    expect((await kafkaTrial(['explain', 'lost-ack', '1', '2'])).err).toContain(
      "explain takes one record, got also '2'",
    );
  });
});

describe('A usage error', () => {
  it.each([
    [
      [],
      'No command given. Commands: list, run, explain, learn, play, produce, consume, serve, explore, replay, merge, upgrade. See kafka-trial --help.',
    ],
    [
      ['rum'],
      "Unknown command 'rum'. Did you mean 'run'? Commands: list, run, explain, learn, play, produce, consume, serve, explore, replay, merge, upgrade. See kafka-trial --help.",
    ],
    [
      ['toString'],
      "Unknown command 'toString'. Commands: list, run, explain, learn, play, produce, consume, serve, explore, replay, merge, upgrade. See kafka-trial --help.",
    ],
    [['run'], 'run needs a scenario: a name from kafka-trial list, or a file.'],
    [
      ['run', 'three-way'],
      "Unknown scenario 'three-way'. Did you mean 'three-ways'? npx kafka-trial list prints all names.",
    ],
    [['run', 'three-ways', 'payment-flow'], "run takes one scenario, got also 'payment-flow'."],
    [['run', 'three-ways', '--sede', '7'], "Unknown option '--sede'. Did you mean '--seed'?"],
    [['run', 'three-ways', '--seed'], "Option '--seed <value>' argument missing."],
    [
      ['run', 'three-ways', '--seed', '1e3'],
      "--seed must be an integer between -9007199254740991 and 9007199254740991, got '1e3'.",
    ],
    [['run', './nowhere.ts'], "The file './nowhere.ts' does not exist."],
    [['run', 'scenarios/README.md'], "The file must end in .js, .mjs, .ts or .mts, got 'scenarios/README.md'."],
    [['run', './scenarios'], "The file must end in .js, .mjs, .ts or .mts, got './scenarios'."],
    [['list', 'all'], "list takes no arguments, got 'all'."],
    [['produce'], 'produce needs a topic: --topic NAME.'],
    [['produce', '--topic', 't', '--acks', '2'], "--acks must be all, 1 or 0, got '2'."],
    [['produce', '--topic', 't', '--brokers', '0'], "--brokers must be an integer between 1 and 100, got '0'."],
    [
      ['produce', '--topic', 't', '--config', 'linger.ms'],
      "--config must be KEY=VALUE, for example linger.ms=5, got 'linger.ms'.",
    ],
    [['produce', '--topic', 't', '--key-separator', ''], '--key-separator must not be empty.'],
    [['produce', '--topic', 't', '--print-key'], "Unknown option '--print-key'."],
  ])('%j is reported in one line, with exit code 2', async (args, line) => {
    expect(await kafkaTrial(args)).toEqual({ code: 2, out: '', err: `kafka-trial: ${line}\n` });
  });

  it.each([
    ['a topic name Kafka refuses', ['--topic', 'a b'], 'a b'],
    ['a setting Kafka refuses', ['--topic', 't', '--config', 'linger.ms=soon'], 'linger.ms'],
    [
      'server properties that are not there',
      ['--topic', 't', '--server-properties', 'nowhere'],
      "Cannot read the server properties 'nowhere'",
    ],
  ])('%s is reported in one line, with exit code 2', async (_, args, problem) => {
    const { code, out, err } = await kafkaTrial(['produce', ...args], 'France\n');
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 2, out: '', lines: 2 });
    expect(err).toContain(problem);
  });

  it.each([
    ['that exports no scenario', 'export default { name: 1 };', 'does not export a scenario'],
    ['that throws', "throw new Error('no luck');", 'Error: no luck'],
  ])('a file %s is reported in one line, with exit code 2', async (_, text, problem) => {
    const { code, out, err } = await kafkaTrial(['run', file(`${problem.replaceAll(/\W/g, '-')}.mjs`, text)]);
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 2, out: '', lines: 2 });
    expect(err).toContain(problem);
  });
});

describe('kafka-trial --help and --version', () => {
  it('print to stdout', async () => {
    const help = await kafkaTrial(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toMatch(/^ {2}run {2,}runs a scenario/m);
    expect(await kafkaTrial(['help'])).toEqual(help);
    expect((await kafkaTrial(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(COMMAND_USAGES.map(({ name }) => name))('describe the command %s, its options and examples', async (name) => {
    const help = await kafkaTrial([name, '--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toMatch(new RegExp(`^Usage: kafka-trial ${name} `));
    expect(help.out).toContain('\nExamples:\n');
    expect(await kafkaTrial(['help', name])).toEqual(help);
    expect(Math.max(...help.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(125);
  });

  it('name the nearest command for a misspelt one', async () => {
    expect((await kafkaTrial(['help', 'exlpore'])).err).toContain("Did you mean 'explore'?");
  });
});

describe('kafka-trial list', () => {
  it('prints every scenario, in the order of their files', async () => {
    const { code, out } = await kafkaTrial(['list']);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^connect-only {2,}\S/);
    const listed = JSON.parse((await kafkaTrial(['list', '--json'])).out) as { name: string; title: string }[];
    expect(listed.map(({ name }) => name)).toEqual([...out.matchAll(/^[a-z-]+/gm)].map(String));
  });
});

describe('kafka-trial run', () => {
  it('prints the same transcript for the same seed, and the trace with --trace', async () => {
    const plain = await kafkaTrial(['run', 'three-ways', '--seed', '7']);
    expect(plain).toMatchObject({ code: 0, err: '' });
    expect(plain.out).toContain('# scenario three-ways, seed 7');
    expect(await kafkaTrial(['run', 'three-ways', '--seed=7'])).toEqual(plain);
    const traced = await kafkaTrial(['run', 'three-ways', '--seed', '7', '--trace']);
    expect(traced.out.length).toBeGreaterThan(plain.out.length);
    expect(
      traced.out
        .split('\n')
        .filter((line) => plain.out.split('\n').includes(line))
        .join('\n'),
    ).toBe(plain.out);
  });

  it('uses seed 1 by default', async () => {
    expect((await kafkaTrial(['run', 'three-ways'])).out).toContain('# scenario three-ways, seed 1\n');
  });

  it('prints one JSON object with --json', async () => {
    const { out } = await kafkaTrial(['run', 'three-ways', '--json']);
    const printed = JSON.parse(out) as { lines: { kind: string }[] };
    expect(printed).toMatchObject({ scenario: 'three-ways', seed: 1, passed: true });
    expect(printed.lines.map(({ kind }) => kind)).not.toContain('trace');
  });

  it('prints no log lines with --quiet, and the ones from a level on with --log-level', async () => {
    const lines = async (...args: string[]): Promise<number> => {
      const { out } = await kafkaTrial(['run', 'broker-never-answers', ...args]);
      return out.split('\n').filter((line) => /^ {2}\d\d:\d\d/.test(line)).length;
    };
    const all = await lines();
    const warnings = await lines('--log-level', 'warn');
    expect(all).toBeGreaterThan(warnings);
    expect(warnings).toBeGreaterThan(0);
    expect(await lines('--quiet')).toBe(0);
    expect(await lines('--log-level=OFF')).toBe(0);
  });

  it('shows what acks=all waits for with --trace=replication', async () => {
    const { out } = await kafkaTrial(['run', 'in-sync-replicas', '--quiet', '--trace=replication']);
    const events = ['appends', 'Fetch request', 'Fetch response', 'high watermark'];
    for (const event of events) expect(out).toMatch(new RegExp(`ms {2}broker-\\d +${event}`));
    const plain = await kafkaTrial(['run', 'in-sync-replicas', '--quiet', '--trace']);
    expect(plain.out).not.toMatch(/broker-\d +appends/);
  });

  it('gives the events of the trace as facts, with times from the start, in JSON', async () => {
    const { out } = await kafkaTrial(['run', 'fire-and-forget', '--trace', '--json']);
    const { lines } = JSON.parse(out) as { lines: Record<string, unknown>[] };
    const request = lines.find(({ event }) => event === 'Produce request');
    expect(request).toMatchObject({ kind: 'trace', source: 'producer-1', facts: { acks: 'all' } });
    expect(request?.atMs).toBeLessThan(60_000);
  });

  it('prints the reason, the seed and the replay command of a failed scenario, with exit code 1', async () => {
    const path = file('failing.mjs', FAILING);
    const { code, out, err } = await kafkaTrial(['run', path, '--seed=-7']);
    expect(code).toBe(1);
    expect(out).toContain('Once.');
    expect(err).toBe(
      'The scenario failing failed with seed -7:\n' +
        'ScenarioError: brokers: expected 4, got 3\n' +
        `Replay: npx kafka-trial run ${path} --seed=-7 --trace\n`,
    );
  });

  it('prints the failure in JSON with --json', async () => {
    const path = file('failing.mjs', FAILING);
    const { code, out } = await kafkaTrial(['run', path, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      passed: false,
      failure: 'ScenarioError: brokers: expected 4, got 3',
      replay: `npx kafka-trial run ${path} --seed 1 --trace`,
    });
  });
});

describe('kafka-trial produce', () => {
  it('prints where each line is stored', async () => {
    const { code, out, err } = await kafkaTrial(['produce', '--topic', 'CustomerCountry'], 'France\nKorea');
    expect({ code, out, err }).toEqual({
      code: 0,
      out: 'CustomerCountry-0@0 France\nCustomerCountry-0@1 Korea\n',
      err: '',
    });
  });

  it('splits key and value at the first separator', async () => {
    const { out } = await kafkaTrial(['produce', '--topic', 't', '--key-separator', '::'], 'k::a::b\n::\n');
    expect(out).toBe('t-0@0 k a::b\nt-0@1  \n');
  });

  it('rejects all lines if one has no separator, as the console producer does', async () => {
    expect(await kafkaTrial(['produce', '--topic', 't', '--key-separator', ':'], 'k:v\nFrance\n')).toEqual({
      code: 2,
      out: '',
      err: "kafka-trial: No key separator found on line number 2: 'France'\n",
    });
  });

  it('prints offset -1 with acks=0', async () => {
    const args = ['produce', '--topic', 't', '--acks', '0', '--config', 'enable.idempotence=false'];
    expect(await kafkaTrial(args, 'France\n')).toEqual({ code: 0, out: 't-0@-1 France\n', err: '' });
  });

  it('exits with 1 if a record fails, and prints which one and why', async () => {
    const properties = file('server.properties', 'message.max.bytes=200\nprocess.roles=broker\nno.such.key=1\n');
    // One record per batch, since a batch of several records would be split and sent again.
    const args = ['produce', '--topic', 't', '--server-properties', properties, '--config', 'batch.size=0'];
    const { code, out, err } = await kafkaTrial(args, `short\n${'x'.repeat(300)}\n`);
    expect(code).toBe(1);
    expect(out).toMatch(/^t-0@0 short\nfailed x{300}: RecordTooLargeException: /);
    expect(err).toContain('ignored unknown broker settings: no.such.key.');
  });

  it('takes --partitions and --brokers, and prints JSON with --json', async () => {
    const args = ['produce', '--topic', 't', '--partitions', '8', '--brokers', '1', '--key-separator', ':', '--json'];
    const { out } = await kafkaTrial(args, 'a:1\nb:2\nc:3\n');
    const { passed, records } = JSON.parse(out) as { passed: boolean; records: { key: string; partition: number }[] };
    expect(passed).toBe(true);
    expect(records.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(new Set(records.map(({ partition }) => partition)).size).toBeGreaterThan(1);
  });

  it('prints the trace first, with --trace', async () => {
    const { out } = await kafkaTrial(['produce', '--topic', 't', '--trace'], 'France\n');
    expect(out).toContain('Produce request');
    expect(out.endsWith('\nt-0@0 France\n')).toBe(true);
  });

  it('says which settings of the producer it does not know', async () => {
    const { code, err } = await kafkaTrial(['produce', '--topic', 't', '--config', 'linger.msec=5'], 'France\n');
    expect(code).toBe(0);
    expect(err).toBe("kafka-trial: ignored unknown setting of the producer: linger.msec. Did you mean 'linger.ms'?\n");
  });

  it('refuses stdin that is not UTF-8, and sends nothing', async () => {
    expect(await kafkaTrial(['produce', '--topic', 't'], Uint8Array.of(0x46, 0xff, 0x0a))).toEqual({
      code: 2,
      out: '',
      err: 'kafka-trial: stdin is not UTF-8 text. Convert it first, for example with iconv.\n',
    });
  });

  it('gives the trace as facts, with times from the start, in JSON', async () => {
    const { out } = await kafkaTrial(['produce', '--topic', 't', '--trace', '--json'], 'France\n');
    const { trace } = JSON.parse(out) as { trace: { atMs: number; event: string; facts: object }[] };
    expect(trace.find(({ event }) => event === 'Produce request')).toMatchObject({
      source: 'console-producer',
      facts: { acks: 'all' },
    });
    expect(trace[0]!.atMs).toBe(0);
  });

  it('prints nothing if stdin is empty', async () => {
    expect(await kafkaTrial(['produce', '--topic', 't'])).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('kafka-trial consume', () => {
  it('prints what the console consumer would print', async () => {
    expect(await kafkaTrial(['consume', '--topic', 't'], 'France\nKorea\n')).toEqual({
      code: 0,
      out: 'France\nKorea\n',
      err: '',
    });
  });

  it('prints keys with --print-key: null for a record without a key', async () => {
    expect((await kafkaTrial(['consume', '--topic', 't', '--print-key'], 'France\n')).out).toBe('null\tFrance\n');
    const args = ['consume', '--topic', 't', '--key-separator', ':', '--print-key'];
    expect((await kafkaTrial(args, 'k1:France\nk2:Korea\n')).out).toBe('k1:France\nk2:Korea\n');
  });

  it('reads records that were sent with acks=0', async () => {
    const args = ['consume', '--topic', 't', '--acks', '0', '--config', 'enable.idempotence=false'];
    expect((await kafkaTrial(args, 'France\n')).out).toBe('France\n');
  });
});

describe('kafka-trial run --faults', () => {
  const saved = (name: string, plan: unknown): string => file(name, JSON.stringify(plan));

  it('applies the plan, and names it in the replay command', async () => {
    const file = saved('idle.json', [{ on: 'Produce', topic: 'nowhere', do: 'loseRequest' }]);
    const { code, err } = await kafkaTrial(['run', 'three-ways', '--faults', file]);
    expect(code).toBe(1);
    expect(err).toContain('Produce to nowhere, always: lose the request');
    expect(err).toContain(`--seed 1 --faults ${file} --trace`);
  });

  it.each([
    ['misspelled.json', [{ on: 'Produce', do: 'explode' }], /plan\[0\]\.do: expected one of/],
    [
      'no-broker.json',
      [{ do: 'crash', broker: 9, atMs: 0 }],
      /plan\[0\]\.broker: expected a broker of this cluster \(broker-1, broker-2, broker-3\), got 9/,
    ],
  ])('rejects %s with exit code 2 and the place in the plan', async (name, plan, message) => {
    const { code, err } = await kafkaTrial(['run', 'three-ways', '--faults', saved(name, plan)]);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
