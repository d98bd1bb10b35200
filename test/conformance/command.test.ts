/**
 * Covers: test/conformance/runner/command.ts.
 *
 * The command: what it prints, its exit codes, and its one line about input that cannot be used.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conformance } from './runner/command.ts';

const golden = fileURLToPath(new URL('golden', import.meta.url));
const NAME = '08_acks_1';
const scenarioText = readFileSync(join(golden, 'scenarios', `${NAME}.scenario.json`), 'utf8');
const traceText = readFileSync(join(golden, 'scenarios', `${NAME}.trace.json`), 'utf8');

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conformance-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function put(file: string, text: string): string {
  const path = join(directory, file);
  writeFileSync(path, text);
  return path;
}

async function run(...args: readonly string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const progress: string[] = [];
  const code = await conformance(args, {
    defaultPath: directory,
    print: (line) => out.push(line),
    printError: (line) => errors.push(line),
    showProgress: (text) => progress.push(text),
  });
  return { code, out, errors, progress };
}

describe('The conformance command', () => {
  it('says that a scenario is identical, and how many are', async () => {
    put('a.scenario.json', scenarioText);
    put('a.trace.json', traceText);
    const { code, out, progress } = await run();
    expect(out).toEqual(['identical  a', '1 of 1 identical']);
    expect(code).toBe(0);
    expect(progress).toEqual(['1 of 1: a', '']);
  });

  it('shows the first difference, and exits with 1', async () => {
    put('a.scenario.json', scenarioText);
    put('a.trace.json', traceText.replace('"valueSize":2', '"valueSize":3'));
    put('b.scenario.json', scenarioText);
    put('b.trace.json', traceText);
    const { code, out } = await run(directory);
    expect(out[0]).toContain('differs    a\n');
    expect(out[0]).toContain('valueSize is 2, Java has 3');
    expect(out.slice(1)).toEqual(['identical  b', '1 of 2 identical']);
    expect(code).toBe(1);
  });

  it('compares as strictly as asked', async () => {
    put('a.scenario.json', scenarioText);
    put('a.trace.json', traceText.replace('Idempotence will be', 'Idempotence is'));
    expect((await run('--level', 'behaviour')).code).toBe(0);
    expect((await run('--level', 'logs')).code).toBe(1);
    expect((await run('--level', 'full')).code).toBe(1);
  });

  it('writes our traces in the format of the golden ones', async () => {
    const path = put('a.scenario.json', scenarioText);
    const to = join(directory, 'ours');
    const { code, out } = await run(path, '--write', to);
    expect(out).toEqual(['written    a (there is no golden trace to compare with)', '0 of 0 identical']);
    expect(code).toBe(0);
    put('a.trace.json', readFileSync(join(to, 'a.trace.json'), 'utf8'));
    expect((await run(path)).out).toEqual(['identical  a', '1 of 1 identical']);
    const lines = readFileSync(join(to, 'a.trace.json'), 'utf8').split('\n');
    expect(lines.slice(0, 6)).toEqual(traceText.split('\n').slice(0, 6));
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    expect(out.join('\n')).toContain('--level behaviour|logs|full');
    expect(code).toBe(0);
  });
});

describe('Input that cannot be used', () => {
  async function complaint(...args: readonly string[]): Promise<string> {
    const { code, errors, out } = await run(...args);
    expect([code, errors.length, out.length]).toEqual([2, 1, 0]);
    return errors[0] as string;
  }

  it('is a flag nobody knows, or a level nobody knows', async () => {
    expect(await complaint('--levle', 'full')).toContain("Unknown option '--levle'");
    expect(await complaint('--level', 'strict')).toContain("--level is one of behaviour, logs, full, not 'strict'");
  });

  it('is a path that leads nowhere, or to no scenario', async () => {
    expect(await complaint(join(directory, 'nope'))).toContain('nope: there is no such file or directory');
    expect(await complaint(directory)).toContain('there is no NAME.scenario.json in this directory');
    expect(await complaint(put('a.txt', ''))).toContain("a scenario's file is called NAME.scenario.json");
  });

  it('is a scenario without a trace, or with one that is none', async () => {
    const path = put('a.scenario.json', scenarioText);
    expect(await complaint(path)).toContain('there is no trace beside it to compare with');
    put('a.trace.json', '{}');
    expect(await complaint(path)).toContain('a.trace.json: a trace has events, futures and metrics');
  });

  it.each([
    ['{', 'it is not JSON'],
    ['[]', 'the file must be an object, not []'],
    [made({ name: 7 }), 'name must be text, not 7'],
    [made({ cluster: undefined }), 'cluster must be an object, not missing'],
    [made({ cluster: { nodes: -1 } }), 'cluster.nodes must be a whole number from 0 on, not -1'],
    [made({ cluster: { nodes: 1, topics: { t: {} } } }), 'cluster.topics.t.partitions must be a list, not missing'],
    [made({ steps: undefined }), 'steps must be a list, not missing'],
    [made({ steps: [{ op: 'send', topic: 't' }] }), 'steps[0].at is missing'],
    [made({ steps: [{ at: 0, op: 'sned' }] }), 'steps[0].op is "sned", which is none of send, flush'],
    [made({ steps: [{ at: 0, op: 'send' }] }), 'steps[0] is a send without topic'],
    [made({ steps: [{ at: 0, op: 'send', topic: 't', count: 'two' }] }), 'steps[0].count must be a whole number'],
    [made({ steps: [{ at: 0, op: 'send', topic: 't', onCallback: [{}] }] }), 'steps[0].onCallback[0].op is missing'],
    [made({ responses: [{ api: 'FETCH' }] }), 'responses[0].api is "FETCH", which is none of PRODUCE'],
    [
      made({ responses: [{ api: 'PRODUCE', error: 'OOPS' }] }),
      'responses[0].error is "OOPS", which is no error of Kafka',
    ],
    [
      made({ responses: [] }).replace('"responses":[]', '"responses":[{"api":"PRODUCE","then":[{"op":"nodeUp"}]}]'),
      'responses[0].then[0] is a nodeUp without id',
    ],
    [made({ network: { produceMs: 1.5 } }), 'network.produceMs must be a whole number from 0 on, not 1.5'],
    [made({ random: [1, null] }), 'random[1] must be a whole number from 0 on, not null'],
    [made({ until: 'soon' }), 'until must be a whole number from 0 on, not "soon"'],
  ])('is the scenario %s', async (text, message) => {
    const path = put('a.scenario.json', text);
    put('a.trace.json', traceText);
    expect(await complaint(path)).toContain(`conformance: ${path}: ${message}`);
  });

  it('is not a producer that Java would not construct: that is a trace like any other', async () => {
    put('a.scenario.json', made({ config: { 'bootstrap.servers': '10.0.0.1:9092', acks: 'some' } }));
    put('a.trace.json', traceText);
    const { code, out } = await run();
    expect(out[0]).toContain('Invalid value some for configuration acks');
    expect(code).toBe(1);
  });
});

function made(fields: object): string {
  const scenario = JSON.parse(scenarioText) as object;
  return JSON.stringify({ ...scenario, ...fields });
}
