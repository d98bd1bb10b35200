/**
 * Covers: src/producer/, by random programs.
 *
 * A producer keeps the guarantees of Kafka 3.6.1 with random configurations, programs and faults.
 *
 * The environment variable FUZZ_RUNS sets the number of runs (default 500); `npm run fuzz` also shows progress and replays a failure.
 */
import { describe, expect, it } from 'vitest';
import type { Case, Step } from './case.ts';
import { checkProducer, DEFAULT_SEED } from './check.ts';
import { judge } from './judge.ts';
import { play } from './play.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 500);
const timeout = Math.max(120_000, runs * 200);

const withoutFaults: Case = {
  seed: 1,
  config: { acks: 'all', 'enable.idempotence': true, 'request.timeout.ms': 500, 'delivery.timeout.ms': 3_000 },
  latencyMs: { minMs: 1, maxMs: 5 },
  requestFaults: [],
  outages: [],
  leaderMoves: [],
  steps: [{ do: 'send', partition: 0, key: null, bytes: 10, count: 5, callback: 'nothing', next: 'await end' }],
  closeTimeoutMs: null,
};

const sendOne = {
  do: 'send',
  partition: 0,
  key: null,
  bytes: 10,
  count: 1,
  callback: 'nothing',
  next: 'continue',
} as const satisfies Step;

describe('A producer keeps its guarantees', () => {
  it('while brokers stay up and keep their leaderships', { timeout }, () =>
    checkProducer({ brokers: 'stable', runs: Math.ceil(runs / 2), seed: DEFAULT_SEED }),
  );

  it('while brokers crash, shut down and lose leaderships', { timeout }, () =>
    checkProducer({ brokers: 'unstable', runs: Math.ceil(runs / 2), seed: DEFAULT_SEED }),
  );
});

describe('judge', () => {
  it('finds no problem in a run without faults', async () => {
    expect(judge(withoutFaults, await play(withoutFaults))).toEqual({ problems: [], knownViolations: [] });
  });

  it('reports a duplicate that no known bug of Kafka explains', async () => {
    const example: Case = {
      ...withoutFaults,
      config: { ...withoutFaults.config, 'enable.idempotence': false, 'max.in.flight.requests.per.connection': 1 },
      requestFaults: [{ api: 'Produce', which: { kind: 'nth', n: 1 }, action: { kind: 'loseResponse' } }],
    };
    const played = await play(example);
    expect(judge(example, played).problems).toEqual([]);
    // Checked against a configuration with idempotence, which guarantees more than the sendOne that was played.
    const { problems } = judge(withoutFaults, played);
    expect(problems.join('\n')).toContain(
      'NoDuplicateWithIdempotence: record 1 of producer-1 (payments-0) is stored 2 times',
    );
  });

  it('reports a duplicate that KAFKA-14397 explains as a known violation', async () => {
    const example: Case = {
      ...withoutFaults,
      steps: [{ ...sendOne, next: 'await end' }, sendOne, { do: 'sleep', ms: 20 }, sendOne],
      requestFaults: [
        { api: 'Produce', which: { kind: 'nth', n: 2 }, action: { kind: 'loseResponse' } },
        {
          api: 'Produce',
          which: { kind: 'nth', n: 4 },
          action: { kind: 'respond', error: 'TOPIC_AUTHORIZATION_FAILED' },
        },
      ],
    };
    expect(judge(example, await play(example))).toEqual({
      problems: [],
      knownViolations: [{ guarantee: 'NoDuplicateWithIdempotence', cause: 'KAFKA-14397' }],
    });
  });

  it('reports a late record that was queued behind a later sendOne as a known violation', async () => {
    const example: Case = {
      ...withoutFaults,
      config: {
        acks: 'all',
        'enable.idempotence': false,
        'request.timeout.ms': 300,
        'delivery.timeout.ms': 3_000,
        'retry.backoff.ms': 2_000,
      },
      steps: [sendOne, { do: 'sleep', ms: 2_700 }, sendOne],
      requestFaults: [{ api: 'Produce', which: { kind: 'until', ms: 2_900 }, action: { kind: 'loseRequest' } }],
    };
    expect(judge(example, await play(example))).toEqual({
      problems: [],
      knownViolations: [{ guarantee: 'EverySendSettlesInTime', cause: 'queued behind a later batch' }],
    });
    const inOrder: Case = { ...example, config: { ...example.config, 'enable.idempotence': true } };
    expect(judge(inOrder, await play(inOrder))).toEqual({ problems: [], knownViolations: [] });
  });

  it('plays the same case twice with the same trace', async () => {
    const [first, second] = [await play(withoutFaults, { trace: true }), await play(withoutFaults, { trace: true })];
    expect(first.sim.trace.fingerprint()).toBe(second.sim.trace.fingerprint());
  });
});
