/** Covers: src/sim/invariant.ts, src/sim/simulation-error.ts */
import { Guarantees, type GuaranteesOptions, Kernel, SimulationError } from 'kafka-trial/sim';
import { describe, expect, it } from 'vitest';

interface Subject {
  level: number;
}

function guarantees(subject: Subject, kernel: Kernel): Guarantees<Subject> {
  const options: GuaranteesOptions<Subject> = {
    invariants: [{ name: 'LevelBelowThree', check: ({ level }) => (level < 3 ? undefined : `The level is ${level}.`) }],
    validations: [
      { name: 'LevelBackAtZero', validate: ({ level }) => (level === 0 ? undefined : `It ends at ${level}.`) },
    ],
    circumstances: () => ({
      seed: 42,
      atMs: kernel.now(),
      lastLines: ['line one', 'line two'],
      replayCommand: 'replay --seed 42',
    }),
  };
  return new Guarantees(subject, options);
}

describe('An invariant', () => {
  it('stops the run at the event that violates it', () => {
    const kernel = new Kernel({ startMs: 0 });
    const subject = { level: 0 };
    guarantees(subject, kernel).watch(kernel);
    for (let i = 1; i <= 5; i++) kernel.schedule(i, () => void subject.level++);
    expect(() => kernel.run({})).toThrow(SimulationError);
    expect([kernel.now(), kernel.eventCount]).toEqual([3, 3]);
  });

  it('is no longer checked once undone', () => {
    const kernel = new Kernel({ startMs: 0 });
    const undo = guarantees({ level: 9 }, kernel).watch(kernel);
    undo();
    kernel.schedule(1, () => {});
    expect(kernel.run({}).kind).toBe('nothing left to do');
  });
});

describe('A validation', () => {
  it('is checked on demand, and passes while the guarantee holds', () => {
    const kernel = new Kernel({ startMs: 0 });
    guarantees({ level: 0 }, kernel).validate();
    expect(() => guarantees({ level: 1 }, kernel).validate()).toThrow(/LevelBackAtZero was violated\.\nIt ends at 1\./);
  });
});

describe('A failure', () => {
  it('begins and ends with the seed, and names the time, the guarantee, the last events and the replay command', () => {
    const kernel = new Kernel({ startMs: 7 });
    expect(() => guarantees({ level: 3 }, kernel).check()).toThrow(
      [
        'Seed 42, at 7 ms: LevelBelowThree was violated.',
        'The level is 3.',
        'The last events:',
        'line one',
        'line two',
        'Replay it (seed 42): replay --seed 42',
      ].join('\n'),
    );
  });
});
