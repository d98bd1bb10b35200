/**
 * Covers: test/conformance/runner/command.ts.
 *
 * The output of the conformance command, its exit codes, and its error messages for invalid input.
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
  it('reports an identical scenario, and the number of identical ones', async () => {
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

  it('compares at the given level', async () => {
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
    expect(out).toEqual(['written    a (there is no golden trace)', '0 of 0 identical']);
    expect(code).toBe(0);
    put('a.trace.json', readFileSync(join(to, 'a.trace.json'), 'utf8'));
    expect((await run(path)).out).toEqual(['identical  a', '1 of 1 identical']);
    const lines = readFileSync(join(to, 'a.trace.json'), 'utf8').split('\n');
    expect(lines.slice(0, 6)).toEqual(traceText.split('\n').slice(0, 6));
  });

  it('prints its usage with --help', async () => {
    const { code, out } = await run('--help');
    expect(out.join('\n')).toContain('--level behaviour|logs|full');
    expect(code).toBe(0);
  });
});

describe('Invalid input', () => {
  async function errorMessage(...args: readonly string[]): Promise<string> {
    const { code, errors, out } = await run(...args);
    expect([code, errors.length, out.length]).toEqual([2, 1, 0]);
    return errors[0] as string;
  }

  it('is an unknown option or level', async () => {
    expect(await errorMessage('--levle', 'full')).toContain("Unknown option '--levle'");
    expect(await errorMessage('--level', 'strict')).toContain(
      "--level must be one of behaviour, logs, full, got 'strict'",
    );
  });

  it('is a path that does not exist or contains no scenario', async () => {
    expect(await errorMessage(join(directory, 'nope'))).toContain('nope: there is no such file or directory');
    expect(await errorMessage(directory)).toContain('there is no NAME.scenario.json in this directory');
    expect(await errorMessage(put('a.txt', ''))).toContain("a scenario's file is called NAME.scenario.json");
  });

  it('is a scenario without a trace, or with an invalid one', async () => {
    const path = put('a.scenario.json', scenarioText);
    expect(await errorMessage(path)).toContain('there is no golden trace beside it');
    put('a.trace.json', '{}');
    expect(await errorMessage(path)).toContain('a.trace.json: a trace must have events, futures and metrics');
  });

  const invalidScenarios: readonly (readonly [text: string, message: string])[] = [
    ['{', 'the file is not valid JSON'],
    ['[]', 'the file must be an object, got []'],
    [made({ name: 7 }), 'name must be a string, got 7'],
    [made({ cluster: undefined }), 'cluster must be an object, got nothing'],
    [made({ cluster: { nodes: -1 } }), 'cluster.nodes must be a non-negative integer, got -1'],
    [made({ cluster: { nodes: 1, topics: { t: {} } } }), 'cluster.topics.t.partitions must be a list, got nothing'],
    [made({ steps: undefined }), 'steps must be a list, got nothing'],
    [made({ steps: [{ op: 'send', topic: 't' }] }), 'steps[0].at is missing'],
    [made({ steps: [{ at: 0, op: 'sned' }] }), 'steps[0].op must be one of send, flush'],
    [made({ steps: [{ at: 0, op: 'send' }] }), 'steps[0].topic is missing: send requires it'],
    [
      made({ steps: [{ at: 0, op: 'send', topic: 't', count: 'two' }] }),
      'steps[0].count must be a non-negative integer, got "two"',
    ],
    [
      made({ steps: [{ at: 0, op: 'send', topic: 't', onCallback: [{}] }] }),
      'steps[0].onCallback[0].op must be one of send, flush',
    ],
    [made({ responses: [{ api: 'FETCH' }] }), 'responses[0].api must be one of PRODUCE'],
    [
      made({ responses: [{ api: 'PRODUCE', error: 'OOPS' }] }),
      'responses[0].error is "OOPS", which is not an error of Kafka',
    ],
    [
      made({ responses: [] }).replace('"responses":[]', '"responses":[{"api":"PRODUCE","then":[{"op":"nodeUp"}]}]'),
      'responses[0].then[0].id is missing: nodeUp requires it',
    ],
    [made({ network: { produceMs: 1.5 } }), 'network.produceMs must be a non-negative integer, got 1.5'],
    [made({ random: [1, null] }), 'random[1] must be a non-negative integer, got null'],
    [made({ until: 'soon' }), 'until must be a non-negative integer, got "soon"'],
  ];

  it.each(invalidScenarios.map(([text, message]) => ({ text, message })))(
    'is a scenario file: $message',
    async ({ text, message }) => {
      const path = put('a.scenario.json', text);
      put('a.trace.json', traceText);
      expect(await errorMessage(path)).toContain(`conformance: ${path}: ${message}`);
    },
  );

  it('is not a configuration that the constructor rejects: this is compared like any other trace', async () => {
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
