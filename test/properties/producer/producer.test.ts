/**
 * Covers: src/producer/, by random programs.
 *
 * Whatever its configuration, its program and the world: a producer keeps what Kafka 3.6.1 guarantees.
 *
 * FUZZ_RUNS plays more stories than the 500 of every day; `npm run fuzz` does so with progress, and replays a failure.
 */
import { describe, expect, it } from 'vitest';
import { checkProducer, DEFAULT_SEED } from './check.ts';
import { judge } from './judge.ts';
import { play } from './play.ts';
import type { Step, Story } from './story.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 500);
const timeout = Math.max(120_000, runs * 200);

const quiet: Story = {
  seed: 1,
  config: { acks: 'all', 'enable.idempotence': true, 'request.timeout.ms': 500, 'delivery.timeout.ms': 3_000 },
  latencyMs: { minMs: 1, maxMs: 5 },
  troubles: [],
  outages: [],
  moves: [],
  steps: [{ do: 'send', partition: 0, key: null, bytes: 10, count: 5, callback: 'nothing', next: 'await end' }],
  closeTimeoutMs: null,
};

const one = {
  do: 'send',
  partition: 0,
  key: null,
  bytes: 10,
  count: 1,
  callback: 'nothing',
  next: 'go on',
} as const satisfies Step;

describe('A producer keeps its guarantees', () => {
  it('while brokers stay up and keep what they lead', { timeout }, () =>
    checkProducer({ weather: 'calm', runs: Math.ceil(runs / 2), seed: DEFAULT_SEED }),
  );

  it('while brokers crash, shut down and lose leaderships', { timeout }, () =>
    checkProducer({ weather: 'stormy', runs: Math.ceil(runs / 2), seed: DEFAULT_SEED }),
  );
});

describe('The judge of a story', () => {
  it('finds nothing wrong with a quiet one', async () => {
    expect(judge(quiet, await play(quiet))).toEqual({ problems: [], excused: [] });
  });

  it('sees a duplicate that no bug of Kafka explains', async () => {
    const story: Story = {
      ...quiet,
      config: { ...quiet.config, 'enable.idempotence': false, 'max.in.flight.requests.per.connection': 1 },
      troubles: [{ api: 'Produce', which: { kind: 'nth', n: 1 }, mishap: { kind: 'loseResponse' } }],
    };
    const played = await play(story);
    expect(judge(story, played).problems).toEqual([]);
    // Held to more than its configuration guarantees.
    const { problems } = judge(quiet, played);
    expect(problems.join('\n')).toContain(
      'NoDuplicateWithIdempotence: record 1 of producer-1 (payments-0) is stored 2 times',
    );
  });

  it('forgives KAFKA-14397 by name', async () => {
    const story: Story = {
      ...quiet,
      steps: [{ ...one, next: 'await end' }, one, { do: 'sleep', ms: 20 }, one],
      troubles: [
        { api: 'Produce', which: { kind: 'nth', n: 2 }, mishap: { kind: 'loseResponse' } },
        {
          api: 'Produce',
          which: { kind: 'nth', n: 4 },
          mishap: { kind: 'respond', error: 'TOPIC_AUTHORIZATION_FAILED' },
        },
      ],
    };
    expect(judge(story, await play(story))).toEqual({
      problems: [],
      excused: [{ guarantee: 'NoDuplicateWithIdempotence', cause: 'KAFKA-14397' }],
    });
  });

  it('forgives a record that waits behind a younger one, by name', async () => {
    const story: Story = {
      ...quiet,
      config: {
        acks: 'all',
        'enable.idempotence': false,
        'request.timeout.ms': 300,
        'delivery.timeout.ms': 3_000,
        'retry.backoff.ms': 2_000,
      },
      steps: [one, { do: 'sleep', ms: 2_700 }, one],
      troubles: [{ api: 'Produce', which: { kind: 'until', ms: 2_900 }, mishap: { kind: 'loseRequest' } }],
    };
    expect(judge(story, await play(story))).toEqual({
      problems: [],
      excused: [{ guarantee: 'EverySendSettlesInTime', cause: 'behind a younger one that was put back before it' }],
    });
    const inOrder: Story = { ...story, config: { ...story.config, 'enable.idempotence': true } };
    expect(judge(inOrder, await play(inOrder))).toEqual({ problems: [], excused: [] });
  });

  it('tells the same story in the same way', async () => {
    const tellings = [await play(quiet, { trace: true }), await play(quiet, { trace: true })];
    expect(tellings[0]!.sim.trace.fingerprint()).toBe(tellings[1]!.sim.trace.fingerprint());
  });
});
