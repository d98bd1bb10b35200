import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Simulation } from 'kafka-trial';
import { assertTrace } from 'kafka-trial/assert';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messageOf } from './runs.ts';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
  file = join(folder, 'trace.txt');
  vi.stubEnv('CI', '');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

function simulation(topic = 'payments'): Simulation {
  const sim = new Simulation({ seed: 7 });
  sim.createTopic(topic, { partitions: 1 });
  return sim;
}

describe('assertTrace', () => {
  it.each([undefined, '', 5, {}])('needs a file: %o is none', (given) => {
    expect(() => assertTrace(simulation(), given as never)).toThrow('The file of a trace is a path or a URL; got ');
  });

  it('writes the file the first time, and compares with it afterwards', () => {
    assertTrace(simulation(), file);
    expect(readFileSync(file, 'utf8')).toBe(`${simulation().trace.lines.join('\n')}\n`);
    assertTrace(simulation(), file);
    assertTrace(simulation(), pathToFileURL(file));
  });

  it('prints the first lines that differ', () => {
    assertTrace(simulation(), file);
    const message = messageOf(() => assertTrace(simulation('orders'), file)).replaceAll(file, 'trace.txt');
    expect(message).toMatchInlineSnapshot(`
      "Seed 7, at 0 ms: an expectation was not met.
      The trace differs from trace.txt (first: the file, second: this run).
      The traces differ from line 1 on (they have 2 and 2 lines):
        first  >      0 ms  cluster         topic created       topic=payments partitions=1 replicas=1
        first         0 ms  cluster         leader elected      topic=payments partition=0 leader=1 epoch=0
        second >      0 ms  cluster         topic created       topic=orders partitions=1 replicas=1
        second        0 ms  cluster         leader elected      topic=orders partition=0 leader=1 epoch=0
      If the new trace is correct, update the file with vitest -u or KAFKA_TRIAL_UPDATE=1.
      Replay it (seed 7): run the same program with new Simulation({ seed: 7 })
      "
    `);
  });

  it('updates the file if KAFKA_TRIAL_UPDATE is set', () => {
    writeFileSync(file, 'something else\n');
    vi.stubEnv('KAFKA_TRIAL_UPDATE', '1');
    assertTrace(simulation(), file);
    vi.stubEnv('KAFKA_TRIAL_UPDATE', '0');
    assertTrace(simulation(), file);
  });

  it('does not write the file in CI', () => {
    vi.stubEnv('CI', 'true');
    expect(messageOf(() => assertTrace(simulation(), file))).toContain(
      `There is no file ${file} to compare the trace with.`,
    );
    expect(existsSync(file)).toBe(false);
  });

  it('rejects a simulation without a trace', () => {
    expect(() => assertTrace(new Simulation({ trace: false }), file)).toThrow('{ trace: false }');
  });
});
