/** everyGuaranteeHolds: it passes if every guarantee is kept, and otherwise prints the smallest case as a test. */
import fc from 'fast-check';
import { replayCase } from 'kafka-trial/explore';
import { everyGuaranteeHolds, GuaranteeDoesNotHold } from 'kafka-trial/fast-check';
import { describe, expect, it } from 'vitest';
import { careless, everyRecordArrives, single } from '../../explore/programs.ts';

async function failureOf(property: fc.IAsyncProperty<unknown>): Promise<Error> {
  const thrown: unknown = await fc.assert(property, { seed: 1, numRuns: 400 }).catch((error: unknown) => error);
  if (thrown instanceof Error) return thrown;
  return expect.unreachable('the property held');
}

describe('everyGuaranteeHolds', () => {
  it('passes for a producer with Kafka’s defaults, whatever the cluster and the faults are', async () => {
    const program = { ...single, workload: [{ do: 'send', topic: 'payments', value: 'one' }] as const };
    await fc.assert(everyGuaranteeHolds(program), { seed: 5, numRuns: 60 });
  });

  it('shrinks a failure to as few faults and records as possible, and prints it as a test and as a plan', async () => {
    const failure = await failureOf(everyGuaranteeHolds(careless));
    const { cause } = failure;
    if (!(cause instanceof GuaranteeDoesNotHold)) return expect.unreachable(String(cause));
    expect(cause.failure.guarantee).toBe('NoDuplicateWithIdempotence');
    expect(cause.case.plan).toHaveLength(1);
    expect(cause.case.workload.filter((step) => step.do === 'send')).toHaveLength(1);
    for (const text of [failure.message, cause.message]) {
      expect(text).toContain("test('NoDuplicateWithIdempotence holds', async () => {");
      expect(text).toContain(JSON.stringify(cause.case.plan));
    }
    await expect(replayCase(careless, cause.case)).rejects.toThrow('NoDuplicateWithIdempotence was violated');
  });

  it('checks the guarantees of the program', async () => {
    const failure = await failureOf(
      everyGuaranteeHolds({ ...single, guarantees: [everyRecordArrives] }, { file: './single.ts' }),
    );
    expect(failure.message).toContain('EveryRecordArrives was violated');
    expect(failure.message).toContain("import program from './single.ts';");
  });

  it('takes a function', async () => {
    const failure = await failureOf(
      everyGuaranteeHolds(
        async (sim) => {
          await sim.sleep(1);
          throw new Error('not today');
        },
        { throws: true },
      ),
    );
    expect(failure.message).toContain('not today');
  });
});
