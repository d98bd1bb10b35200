/** The errors of a simulation, and what they attach to errors of the program. */
import { Simulation, SimulationError } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

async function failureOf(run: Promise<unknown>): Promise<Error> {
  return run.then(
    () => expect.unreachable('the run was expected to fail'),
    (error: unknown) => error as Error,
  );
}

function causeOf(error: Error): SimulationError {
  expect(error.cause).toBeInstanceOf(SimulationError);
  return error.cause as SimulationError;
}

describe('A simulation that fails', () => {
  it('names its seed first and last, and says how to replay the run', async () => {
    const sim = new Simulation({ seed: 77 });
    const lines = (await failureOf(sim.run(() => new Promise(() => {})))).message.split('\n');
    expect(lines[0]).toBe('Seed 77, at 0 ms: nothing left to do.');
    expect(lines.at(-1)).toBe('Replay it (seed 77): run the same program with new Simulation({ seed: 77 })');
  });

  it('names the given replay command', async () => {
    const sim = new Simulation({ seed: 77, replayCommand: 'npm test -- --seed 77' });
    const { message } = await failureOf(sim.run(() => new Promise(() => {})));
    expect(message.split('\n').at(-1)).toBe('Replay it (seed 77): npm test -- --seed 77');
  });

  it('shows its last events', async () => {
    const sim = new Simulation();
    sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
    const { message } = await failureOf(sim.run(() => new Promise(() => {})));
    expect(message).toContain('The last events:\n     0 ms  cluster         topic created');
  });

  it('does not show them for a wrong call', () => {
    const sim = new Simulation();
    sim.createTopic('payments', { partitions: 1, replicationFactor: 1 });
    expect(() => sim.crash('broker-9')).toThrow(/broker-9.*It has broker-1, broker-2, broker-3/);
    expect(() => sim.crash('broker-9')).not.toThrow(/last events/);
  });
});

describe('An error of the program', () => {
  it('stays the same object, and has the seed in its cause', async () => {
    const mine = new RangeError('mine');
    const sim = new Simulation({ seed: 7 });
    const thrown = await failureOf(
      sim.run(async () => {
        await sim.sleep(250);
        throw mine;
      }),
    );
    expect(thrown).toBe(mine);
    expect(causeOf(thrown)).toMatchObject({ kind: 'the program threw', seed: 7, atMs: 250 });
    expect(thrown).toEqual(new RangeError('mine'));
  });

  it('keeps its own causes; the seed comes last', async () => {
    const root = new Error('the root');
    const thrown = await failureOf(
      new Simulation().run(() => {
        throw new Error('the tip', { cause: root });
      }),
    );
    expect(thrown.cause).toBe(root);
    expect(causeOf(root).kind).toBe('the program threw');
  });

  it.each([
    ['is not an error', 'just text'],
    ['is frozen', Object.freeze(new Error('cold'))],
    ['has a cause that is not an error', new Error('with a text as its cause', { cause: 'text' })],
  ])('is not modified if it %s', async (_what, mine) => {
    const before = mine instanceof Error ? mine.cause : undefined;
    const thrown = await failureOf(
      new Simulation().run(() => {
        throw mine;
      }),
    );
    expect(thrown).toBe(mine);
    expect(thrown instanceof Error ? thrown.cause : undefined).toBe(before);
  });

  it('with a circular chain of causes is not modified', async () => {
    const [one, other] = [new Error('one'), new Error('other')];
    one.cause = other;
    other.cause = one;
    const run = new Simulation().run(() => {
      throw one;
    });
    expect(await failureOf(run)).toBe(one);
  });
});
