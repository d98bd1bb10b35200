/** Covers: src/simulation/checking/trial.ts. Guarantees of the user, in addition to the built-in ones. */
import { Simulation, SimulationError, StringSerializer } from 'kafka-trial';
import { GUARANTEE_NAMES, type Guarantee } from 'kafka-trial/guarantees';
import { defineScenario, runScenario } from 'kafka-trial/scenario';
import { describe, expect, it } from 'vitest';

const serializers = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer };

async function sendTo(sim: Simulation): Promise<void> {
  const producer = sim.producer(serializers);
  await producer.send({ topic: 'payments', value: 'one' }).get();
  await producer.close();
}

const nothingIsStored: Guarantee = {
  name: 'NothingIsStored',
  check: ({ replicas }) => (replicas.some(({ log }) => log.endOffset > 0) ? 'something is stored.' : undefined),
};

describe('A guarantee of the user', () => {
  it('stops the run at the event that violates it', async () => {
    const sim = new Simulation({ guarantees: [...GUARANTEE_NAMES, nothingIsStored] });
    const error: unknown = await sim.run(() => sendTo(sim)).catch((thrown: unknown) => thrown);
    if (!(error instanceof SimulationError)) return expect.unreachable(String(error));
    expect(error).toMatchObject({ kind: 'a guarantee was violated', guarantee: 'NothingIsStored' });
    expect(error.message).toContain('something is stored.');
    // The broker had not sent its response yet.
    expect(sim.verdict()).toMatchObject({ acknowledged: 0, unknown: 1 });
  });

  it('is made for each run if it is given as a function', async () => {
    let made = 0;
    const guarantees = [
      () => {
        made++;
        return { name: 'Kept', validate: () => undefined };
      },
    ];
    for (let i = 0; i < 2; i++) await new Simulation({ guarantees }).run((sim) => sendTo(sim));
    expect(made).toBe(2);
  });

  it('can belong to a scenario', async () => {
    const scenario = { name: 's', title: 'S', run: ({ sim }: { sim: Simulation }) => sendTo(sim) };
    expect((await runScenario(defineScenario(scenario), 1)).failure).toBeUndefined();
    const { failure } = await runScenario(defineScenario({ ...scenario, guarantees: [nothingIsStored] }), 1);
    expect(failure).toMatchObject({ guarantee: 'NothingIsStored' });
  });
});
