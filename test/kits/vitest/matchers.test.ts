/** Every matcher and its negation. Their messages are in messages/. */
import { matchers } from 'kafka-trial/assert';
import { expect } from 'kafka-trial/vitest';
import { describe, it } from 'vitest';
import { messageOf, oneRejected, oneStoredTwice, payments } from '../assert/runs.ts';

/** The messages of failed expectations, each below the source text of the expectation. */
function messages(...failures: readonly (readonly [source: string, expectation: () => void])[]): string {
  return failures.map(([source, expectation]) => `--- ${source}\n${messageOf(expectation)}`).join('\n');
}

describe('The matcher', () => {
  it('toBeAcknowledged', async () => {
    const { futures } = await oneRejected();
    const [one, two] = futures;
    expect(one).toBeAcknowledged();
    expect(two).not.toBeAcknowledged();
    const text = messages(
      ['expect(two).toBeAcknowledged()', () => expect(two).toBeAcknowledged()],
      ['expect(one).not.toBeAcknowledged()', () => expect(one).not.toBeAcknowledged()],
    );
    await expect(text).toMatchFileSnapshot('messages/toBeAcknowledged.txt');
  });

  it('toHaveDelivered', async () => {
    const topic = (await oneRejected()).sim.topic('payments');
    const twice = (await oneStoredTwice()).sim.topic('payments');
    expect(topic).toHaveDelivered(['one', 'three']);
    expect(topic).not.toHaveDelivered(['one']);
    const text = messages(
      ["expect(topic).toHaveDelivered(['one', 'two'])", () => expect(topic).toHaveDelivered(['one', 'two'])],
      ["expect(topic).toHaveDelivered(['three', 'one'])", () => expect(topic).toHaveDelivered(['three', 'one'])],
      ["expect(twice).toHaveDelivered(['once'])", () => expect(twice).toHaveDelivered(['once'])],
      [
        "expect(topic).not.toHaveDelivered(['one', 'three'])",
        () => expect(topic).not.toHaveDelivered(['one', 'three']),
      ],
    );
    await expect(text).toMatchFileSnapshot('messages/toHaveDelivered.txt');
  });

  it('toContainRecord', async () => {
    const topic = (await oneRejected()).sim.topic('payments');
    expect(topic).toContainRecord({ key: 'k', value: 'one' });
    expect(topic).not.toContainRecord('two');
    const text = messages(
      ["expect(topic).toContainRecord('two')", () => expect(topic).toContainRecord('two')],
      ['expect(topic).not.toContainRecord(/^o/)', () => expect(topic).not.toContainRecord(/^o/)],
    );
    await expect(text).toMatchFileSnapshot('messages/toContainRecord.txt');
  });

  it('toHaveFiredEveryFault', async () => {
    const { sim } = await oneStoredTwice();
    expect(sim).toHaveFiredEveryFault();
    const idle = payments().sim;
    idle.faults.on('Produce', { topic: 'payments' }).nth(3).loseResponse();
    expect(idle).not.toHaveFiredEveryFault();
    const text = messages(
      ['expect(idle).toHaveFiredEveryFault()', () => expect(idle).toHaveFiredEveryFault()],
      ['expect(sim).not.toHaveFiredEveryFault()', () => expect(sim).not.toHaveFiredEveryFault()],
    );
    await expect(text).toMatchFileSnapshot('messages/toHaveFiredEveryFault.txt');
  });

  it('toKeepItsGuarantees', async () => {
    const { sim } = await oneRejected();
    expect(sim).toKeepItsGuarantees();
    const violated = payments({}, { 'enable.idempotence': false });
    violated.sim.faults.on('Produce').nth(1).loseResponse();
    violated.producer.send({ topic: 'payments', value: 'once' });
    violated.sim.settle();
    expect(violated.sim).not.toKeepItsGuarantees();
    const text = messages(
      ['expect(violated).toKeepItsGuarantees()', () => expect(violated.sim).toKeepItsGuarantees()],
      ['expect(sim).not.toKeepItsGuarantees()', () => expect(sim).not.toKeepItsGuarantees()],
    );
    await expect(text).toMatchFileSnapshot('messages/toKeepItsGuarantees.txt');
  });

  it('toMatchTrace', async () => {
    const { sim } = await oneRejected();
    await expect(sim).toMatchTrace('messages/trace-of-one-rejected.txt');
    // The message for a different trace is in report.txt.
    await expect(expect(payments().sim).not.toMatchTrace('messages/another.txt')).rejects.toThrow('is not supported');
  });

  it('has the same name in `matchers`, for expect.extend', async () => {
    const { futures } = await oneRejected();
    const met = matchers.toBeAcknowledged(futures[0]!);
    const notMet = matchers.toBeAcknowledged(futures[1]!);
    expect([met.pass, notMet.pass]).toEqual([true, false]);
    expect(notMet.message()).toContain('record 2 of producer-1 was not acknowledged');
    expect(Object.keys(matchers)).toEqual([
      'toBeAcknowledged',
      'toHaveDelivered',
      'toContainRecord',
      'toHaveFiredEveryFault',
      'toKeepItsGuarantees',
      'toMatchTrace',
    ]);
  });
});
