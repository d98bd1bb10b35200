/** Covers: src/cli/explore/. The commands explore, replay and merge: src/cli/explore/*.ts, run in this process. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Interrupt } from '../../../src/cli/command-line/command-host.ts';
import { type CommandResult, runInProcess } from '../run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

function file(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}

function kafkaTrial(...args: readonly string[]): Promise<CommandResult> {
  return runInProcess(args);
}

/** The signal comes when the command begins to listen for it. */
function interrupted(signal: Interrupt, ...args: readonly string[]): Promise<CommandResult> {
  return runInProcess(args, {
    onInterrupt: (listener) => {
      listener(signal);
      return () => {};
    },
  });
}

/** Sends ten records, and has a guarantee that all of them are stored. */
const HOPEFUL = file(
  'hopeful.mjs',
  `export default {
  name: 'hopeful',
  cluster: { brokers: 1, topics: [{ name: 'orders' }] },
  workload: Array.from({ length: 10 }, (_, i) => ({ do: 'send', topic: 'orders', value: \`order \${i}\` })),
  guarantees: [{
    name: 'EveryOrderArrives',
    validate: ({ producers }) => producers.some(({ sends }) => sends.some(({ error }) => error !== null)) ? 'one is missing.' : undefined,
  }],
  run: async (sim, { workload }) => {
    const java = 'org.apache.kafka.common.serialization.StringSerializer';
    const producer = sim.producer({ 'key.serializer': java, 'value.serializer': java });
    for (const { do: _, ...record } of workload) producer.send(record);
    await producer.close();
  },
};`,
);
const here = ['--workers', '1', '--failures', at('failures')];

describe('The versions of clients and brokers', () => {
  it('are those of all histories, and of a failure that is replayed', async () => {
    const versions = ['--client-version', '4.3', '--broker-version', '3.9'];
    const found = await kafkaTrial('explore', HOPEFUL, '--plan', 'one-fault', ...versions, '--json', ...here);
    expect(JSON.parse(found.out)).toMatchObject({ clientVersion: '4.3.1', brokerVersion: '3.9.0' });
    const path = at('failures/hopeful-every-order-arrives.json');
    expect(JSON.parse(readFileSync(path, 'utf8')).case).toMatchObject({ clientVersion: '4.3', brokerVersion: '3.9' });
    expect((await kafkaTrial('replay', path)).code).toBe(1);
    rmSync(path);
  });
});

describe('A failure', () => {
  it('is found, written to a file and replayed from it, and no longer fails once it is fixed', async () => {
    const found = await kafkaTrial('explore', HOPEFUL, '--plan', 'one-fault', ...here);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/^History \d+: EveryOrderArrives was violated; shrunk to 1 fault, 1 record\.$/m);
    expect(found.out).toContain("test('EveryOrderArrives holds', () => replayCase(program, {");
    const path = at('failures/hopeful-every-order-arrives.json');
    expect(found.out).toContain(`Written to ${path}.`);
    expect(found.out).toContain(`npx kafka-trial replay ${path}`);

    const again = await kafkaTrial('replay', path);
    expect(again.code).toBe(1);
    expect(again.out).toContain('respond UNKNOWN_SERVER_ERROR (fired 1 time)');
    expect(again.out).toContain('It still fails.');
    expect(again.err).toContain('EveryOrderArrives was violated');
    expect((await kafkaTrial('replay', path, '--trace')).out).toContain('Produce request');
    expect((await kafkaTrial('replay', path, '--test')).out).toContain(`import program from '${HOPEFUL}';`);

    const written = JSON.parse(readFileSync(path, 'utf8'));
    const fixed = file('fixed.json', JSON.stringify({ ...written, case: { ...written.case, plan: [] } }));
    expect(await kafkaTrial('replay', fixed)).toMatchObject({ code: 0, err: '' });
  });

  it('is not written if every guarantee is kept', async () => {
    const { code, out, err } = await kafkaTrial(
      'explore',
      'connect-only',
      '--runs',
      '5',
      '--workers',
      '1',
      '--failures',
      at('none'),
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^# connect-only, plan swarm, seed 1\n5 of 5 histories tried, \d+ pairs of events seen\.\nEvery guarantee was kept\.\n/,
    );
    expect(existsSync(at('none'))).toBe(false);
  });
});

describe('A shard without a history', () => {
  it('reports that no history was tried, and nothing about guarantees', async () => {
    const { code, out } = await kafkaTrial('explore', HOPEFUL, '--plan', 'one-fault', ...here, '--shard', '999/999');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^# .*, shard 999\/999\n0 of \d+ histories tried, 0 pairs of events seen\.\nNo history was tried\.\n/,
    );
  });
});

describe('Reports of shards', () => {
  it('are joined into the report of one run', async () => {
    const explore = (name: string, ...more: string[]) =>
      kafkaTrial('explore', HOPEFUL, '--plan', 'one-fault', '--all', ...here, '--report', at(name), ...more);
    await explore('whole.json');
    await explore('one.json', '--shard', '1/2');
    await explore('two.json', '--shard', '2/2');
    const merged = await kafkaTrial('merge', at('two.json'), at('one.json'), '--json', '--report', at('merged.json'));
    expect(merged.code).toBe(1);
    const whole = JSON.parse(readFileSync(at('whole.json'), 'utf8'));
    expect(JSON.parse(merged.out)).toEqual(whole);
    expect(JSON.parse(readFileSync(at('merged.json'), 'utf8'))).toEqual(whole);
    const text = await kafkaTrial('merge', at('two.json'), at('one.json'));
    expect(text.out).toContain(`${whole.histories} of ${whole.histories} histories tried`);
    const again = `npx kafka-trial explore ${HOPEFUL} --plan one-fault --seed 1 --all --shard 2/2 --report shard-2.json`;
    const missing = await kafkaTrial('merge', at('one.json'));
    expect(missing).toEqual({
      code: 2,
      out: '',
      err: `kafka-trial: 1 of 2 shards is missing or not finished.\nShard 2/2 is missing. Run: ${again}\n--partial merges the reports that there are.\n`,
    });
    const partial = await kafkaTrial('merge', at('one.json'), '--partial', '--failures', at('merged'));
    expect(partial.out).toContain('Missing or not finished: 1 shard (2).');
    const failure = at('merged/hopeful-every-order-arrives.json');
    expect(partial.out).toContain(`Written to ${failure}. Run: npx kafka-trial replay ${failure}`);
    expect((await kafkaTrial('replay', failure)).out).toContain('It still fails.');
  });

  it('are refused if the program has changed', async () => {
    const exploreShard = (index: number, ending: string): Promise<CommandResult> => {
      const path = file('changing.mjs', readFileSync(HOPEFUL, 'utf8') + ending);
      const shard = ['--shard', `${index}/2`, '--report', at(`changing-${index}.json`)];
      return kafkaTrial('explore', path, '--plan', 'none', '--runs', '4', ...here, ...shard);
    };
    await exploreShard(1, '');
    await exploreShard(2, ' ');
    const { code, err } = await kafkaTrial('merge', at('changing-1.json'), at('changing-2.json'));
    expect(code).toBe(2);
    expect(err).toMatch(/^kafka-trial: .*: the hash of the program's code is [0-9a-f]{16} in that of shard 1\/2 and /);
  });
});

describe('A usage error', () => {
  const nothing = file('nothing.mjs', 'export default 7;');
  const text = file('text.json', 'no JSON');
  const empty = file('empty.json', '{}');
  const wrong = file('wrong.json', JSON.stringify({ program: 'connect-only', kind: 'gave up', case: { seed: 'x' } }));
  const elsewhere = file(
    'elsewhere.json',
    JSON.stringify({
      program: 'connect-only',
      kind: 'gave up',
      case: { seed: 1, plan: [{ do: 'crash', broker: 9, atMs: 1 }] },
    }),
  );
  const program = (name: string, shape: string): string =>
    file(`${name}.mjs`, `export default { name: 'odd', run: async () => {}, ${shape} };`);
  const brokers = program('brokers', "cluster: { brokers: 'three' }");
  const steps = program('steps', 'workload: 5');
  const misspelt = program('misspelt', 'break: []');
  const topics = program('topics', "cluster: { topics: [{ name: 'a b' }] }");
  const guarantees = program('guarantees', "guarantees: ['NoSuch']");
  const odd = (path: string): string => `Cannot run the program in '${path}': `;
  it.each([
    [['explore', brokers], `${odd(brokers)}cluster.brokers: expected a whole number above 0, got "three"`],
    [['explore', steps], `${odd(steps)}workload: expected a list of steps, got 5`],
    [
      ['explore', misspelt],
      `The default export of '${misspelt}' is invalid: IllegalArgumentException: A program: there is no field 'break'. Did you mean 'breaks'?`,
    ],
    [['explore', topics], `${odd(topics)}IllegalArgumentException: Topic 'a b' cannot be created`],
    [
      ['explore', guarantees],
      `${odd(guarantees)}Unknown guarantee 'NoSuch'. The guarantees are NoAcknowledgedRecordLost, `,
    ],
    [['explore', 'connect-only', '--time', '0s'], "--time must be a duration such as 500ms, 60s, 5m or 2h, got '0s'."],
    [['explore'], 'explore needs a program: the name of a scenario, a file, or default-workload.'],
    [['explore', 'connect-only', 'more'], "explore takes one program, got also 'more'."],
    [['explore', 'conect-only'], "Unknown scenario 'conect-only'. Did you mean 'connect-only'?"],
    [['explore', nothing], `The file '${nothing}' does not export a program`],
    [
      ['explore', 'connect-only', '--plan', 'one-fualt'],
      "--plan must be one of swarm, random, none, one-fault, two-faults, got 'one-fualt'. Did you mean 'one-fault'?",
    ],
    [
      ['explore', 'connect-only', '--shard', '3/2'],
      "--shard must be a number and a count, such as 1/4, or auto or auto/4 in a batch system, got '3/2'.",
    ],
    [['explore', 'connect-only', '--shard', 'auto'], '--shard auto: no batch system has set a number for this run.'],
    [
      ['explore', 'connect-only', '--time', 'soon'],
      "--time must be a duration such as 500ms, 60s, 5m or 2h, got 'soon'.",
    ],
    [['explore', 'connect-only', '--runs', '0'], '--runs must be an integer between 1'],
    [['explore', 'connect-only', '--workers', 'all'], '--workers must be an integer between 1'],
    [['explore', 'connect-only', '--worker', '1'], "Unknown option '--worker'. Did you mean '--workers'?"],
    [['replay'], 'replay needs a file that kafka-trial explore wrote.'],
    [['replay', at('absent.json')], `${at('absent.json')}: ENOENT`],
    [['replay', text], `${text}: Unexpected token`],
    [['replay', empty], `${empty} is not a failure written by kafka-trial explore.`],
    [['replay', wrong], `${wrong}: case.seed: expected a whole number, got "x"`],
    [['replay', elsewhere], `${elsewhere}: FaultError: plan[0].broker: expected a broker`],
    [['merge'], 'merge needs the reports that kafka-trial explore --report wrote.'],
    [['merge', empty], `${empty} is not a report written by kafka-trial explore.`],
  ])('is reported in one line: %j', async (args, problem) => {
    const { code, out, err } = await kafkaTrial(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.startsWith(`kafka-trial: ${problem}`), err).toBe(true);
    expect(err.split('\n')).toHaveLength(2);
  });
});

describe('A program that calls process.exit()', () => {
  const exiting = file(
    'exiting.mjs',
    `export default async (sim) => {
  const java = 'org.apache.kafka.common.serialization.StringSerializer';
  const producer = sim.producer({ 'key.serializer': java, 'value.serializer': java, retries: 0 });
  producer.send({ topic: 'orders', value: 'one' }, (_, error) => {
    if (error !== null) process.exit(3);
  });
  await producer.close();
};`,
  );

  it('ends the exploration with an error that says in which history, also if the error is swallowed', async () => {
    const exit = Object.getOwnPropertyDescriptor(process, 'exit');
    const { code, out, err } = await kafkaTrial('explore', exiting, '--plan', 'one-fault', ...here);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^kafka-trial: The program called process\.exit\(3\) in history \d+ \(seed 1, faults \[\{.*\}\]\), which would end the whole command\. Let it throw an error instead\.\n$/,
    );
    expect(Object.getOwnPropertyDescriptor(process, 'exit')).toEqual(exit);
  });

  it('ends replay and upgrade with an error', async () => {
    const exit = Object.getOwnPropertyDescriptor(process, 'exit');
    const plan = [{ on: 'Produce', nth: 1, do: 'respond', error: 'INVALID_REQUIRED_ACKS' }];
    const faults = file('refused.json', JSON.stringify(plan));
    const failure = file(
      'exits.json',
      JSON.stringify({
        program: exiting,
        kind: 'the program threw',
        guarantee: null,
        throws: false,
        case: { seed: 1, plan },
      }),
    );
    for (const args of [
      ['replay', failure],
      ['upgrade', exiting, '--faults', faults],
    ]) {
      const { code, out, err } = await kafkaTrial(...args);
      expect({ code, out, err }).toEqual({
        code: 2,
        out: '',
        err: 'kafka-trial: The program called process.exit(3), which would end the whole command. Let it throw an error instead.\n',
      });
      expect(Object.getOwnPropertyDescriptor(process, 'exit')).toEqual(exit);
    }
  });
});

describe('A signal in explore', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s prints what was found until then, and writes the report', async (signal, expected) => {
    const report = at('interrupted.json');
    const { code, out, err } = await interrupted(signal, 'explore', 'default-workload', '--report', report, ...here);
    expect({ code, err }).toEqual({ code: expected, err: 'Interrupted. What was found until then:\n' });
    expect(out).toContain('0 of 1,000 histories tried');
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      end: 'interrupted',
      tried: 0,
      histories: 1000,
      failures: [],
    });
    expect((await kafkaTrial('merge', report)).err).toContain(
      'Shard 1/1 was interrupted; its report has 0 histories. Run: npx kafka-trial explore default-workload --plan swarm --seed 1 --shard 1/1',
    );
  });
});
