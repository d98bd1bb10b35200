/** Covers: src/kits/assert/report-file.ts */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulation, StringSerializer } from 'kafka-trial';
import { assertDelivered, forSeeds, matchers, withReport } from 'kafka-trial/assert';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-trial-reports-'));
  vi.stubEnv('KAFKA_TRIAL_REPORT', join(folder, 'deep/reports'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function oneOrder(options: { readonly trace?: boolean; readonly seed?: number } = {}): Promise<Simulation> {
  const sim = new Simulation({ seed: 7, guarantees: 'all', ...options });
  const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
  await sim.run(() => producer.send({ topic: 'orders', value: 'one' }).get());
  return sim;
}

function messageOf(test: () => unknown): string {
  try {
    test();
  } catch (error) {
    return (error as Error).message;
  }
  return expect.unreachable('it has not failed');
}

/** The path that a message tells, whose file must exist. */
function reportIn(message: string): string {
  const [, path = ''] = /\nReport: (.*)$/.exec(message) ?? [];
  expect(existsSync(path), `no report in: ${message}`).toBe(true);
  return path;
}

describe('With KAFKA_TRIAL_REPORT', () => {
  it('a failed expectation writes a report, and its message ends with the path', async () => {
    const sim = await oneOrder();
    const message = messageOf(() => assertDelivered(sim.topic('orders'), ['two']));
    const page = readFileSync(reportIn(message), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('<h1>Test with seed 7</h1>');
    expect(page).toContain('<pre class="failure">Seed 7, at');
    expect(reportIn(message)).toMatch(/deep\/reports\/test-[0-9a-f]{16}-seed-7\.html$/);
  });

  it('one that is met writes nothing', async () => {
    assertDelivered((await oneOrder()).topic('orders'), ['one']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('withReport() writes one for whatever a test throws, and names it by the test', async () => {
    const sim = new Simulation({ guarantees: 'all', seed: 5 });
    sim.faults.on('Produce').nth(1).loseResponse();
    const producer = sim.producer({
      'enable.idempotence': false,
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    const run = (): Promise<unknown> => sim.run(() => producer.send({ topic: 'orders', value: 'one' }).get());
    const error = await withReport(sim, run, { name: 'orders > "Größe" is kept' }).catch((reason: Error) => reason);
    const { message, stack } = error as Error;
    expect(reportIn(message)).toMatch(/\/orders-größe-is-kept-seed-5\.html$/);
    expect(stack).toContain('\nReport: ');
    expect(message).toContain('NoDuplicateWithIdempotence was violated');
    expect(readFileSync(reportIn(message), 'utf8')).toContain('<h1>orders &#62; &#34;Größe&#34; is kept</h1>');
  });

  it('withReport() returns what the test returns, and leaves an expectation its own report', async () => {
    const sim = await oneOrder();
    expect(await withReport(sim, () => 17)).toBe(17);
    const test = (): void => assertDelivered(sim.topic('orders'), ['two']);
    const error = await withReport(sim, test, { name: 'x' }).catch((reason: Error) => reason);
    expect((error as Error).message.match(/\nReport: /g)).toHaveLength(1);
    await expect(withReport({} as Simulation, test)).rejects.toThrow('withReport() expects a Simulation');
    // @ts-expect-error: name
    await expect(withReport(sim, test, { title: 'x' })).rejects.toThrow("there is no option 'title'");
  });

  it('forSeeds() names the seed that has failed after the report', async () => {
    const run = async (seed: number): Promise<void> =>
      assertDelivered((await oneOrder({ seed })).topic('orders'), seed === 3 ? ['two'] : ['one']);
    const error = await forSeeds(5, run).catch((reason: Error) => reason);
    expect((error as Error).message).toMatch(/\nReport: .*-seed-3\.html\nSeed 3 of 5 has failed;.*\nReplay it/);
  });

  it('a matcher writes one in Jest, where no fixture does', async () => {
    const sim = await oneOrder();
    const context = { utils: { matcherErrorMessage: () => '' } };
    const { message } = matchers.toHaveDelivered.call(context as never, sim.topic('orders'), ['two']);
    reportIn(message());
    const { message: ofVitest } = matchers.toHaveDelivered.call(undefined as never, sim.topic('orders'), ['two']);
    expect(ofVitest()).not.toContain('Report: ');
  });

  it('a report that cannot be written is mentioned, and does not hide the failure', async () => {
    writeFileSync(join(folder, 'file'), '');
    vi.stubEnv('KAFKA_TRIAL_REPORT', join(folder, 'file/reports'));
    const sim = await oneOrder();
    const message = messageOf(() => assertDelivered(sim.topic('orders'), ['two']));
    expect(message).toMatch(/^Seed 7, at .*an expectation was not met/);
    expect(message).toMatch(/\nThe report could not be written: ENOTDIR/);
  });

  it('a simulation without a trace has no report', async () => {
    const sim = await oneOrder({ trace: false });
    const message = messageOf(() => assertDelivered(sim.topic('orders'), ['two']));
    expect(message).toContain('No report for KAFKA_TRIAL_REPORT: the simulation was created with { trace: false }.');
  });
});

describe('Without KAFKA_TRIAL_REPORT', () => {
  it('nothing is written', async () => {
    vi.stubEnv('KAFKA_TRIAL_REPORT', '');
    const sim = await oneOrder();
    expect(messageOf(() => assertDelivered(sim.topic('orders'), ['two']))).not.toContain('Report: ');
    expect(readdirSync(folder)).toEqual([]);
  });
});
