/** Promises of the user's own, beside ours: checked after every event or at the end, and made anew where they remember. */
import {
  defineScenario,
  PROMISE_NAMES,
  type Promised,
  Simulation,
  SimulationError,
  StringSerializer,
  tell,
} from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const serializers = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

async function sendTo(sim: Simulation): Promise<void> {
  const producer = sim.producer(serializers);
  await producer.send({ topic: 'payments', value: 'one' }).get();
  await producer.close();
}

const nothingIsStored: Promised = {
  name: 'NothingIsStored',
  check: ({ replicas }) => (replicas.some(({ log }) => log.endOffset > 0) ? 'something is stored.' : undefined),
};

describe('A promise of one’s own', () => {
  it('stops the run in the moment it is broken', async () => {
    const sim = new Simulation({ promises: [...PROMISE_NAMES, nothingIsStored] });
    const error: unknown = await sim.run(() => sendTo(sim)).catch((thrown: unknown) => thrown);
    if (!(error instanceof SimulationError)) return expect.unreachable(String(error));
    expect(error).toMatchObject({ kind: 'a promise was broken', promise: 'NothingIsStored' });
    expect(error.message).toContain('something is stored.');
    // The answer was not even on its way.
    expect(sim.verdict()).toMatchObject({ acknowledged: 0, unknown: 1 });
  });

  it('is made anew for each run if it is given as a function', async () => {
    let made = 0;
    const promises = [
      () => {
        made++;
        return { name: 'Kept', validate: () => undefined };
      },
    ];
    for (let i = 0; i < 2; i++) await new Simulation({ promises }).run((sim) => sendTo(sim));
    expect(made).toBe(2);
  });

  it('can be a scenario’s', async () => {
    const story = { name: 's', title: 'S', play: ({ sim }: { sim: Simulation }) => sendTo(sim) };
    expect((await tell(defineScenario(story), 1)).failure).toBeUndefined();
    const { failure } = await tell(defineScenario({ ...story, promises: [nothingIsStored] }), 1);
    expect(failure).toMatchObject({ promise: 'NothingIsStored' });
  });
});
