/** Every matcher, by its sentence and by the opposite; what each says lies beside this file, in messages/. */
import { matchers } from 'kafka-trial/assert';
import { expect } from 'kafka-trial/vitest';
import { describe, it } from 'vitest';
import { messageOf, oneRefused, oneTwice, payments } from '../assert/stories.ts';

/** What the reader of a failed test gets to see: the sentence, and the message. */
function told(...failures: readonly (readonly [sentence: string, expectation: () => void])[]): string {
  return failures.map(([sentence, expectation]) => `--- ${sentence}\n${messageOf(expectation)}`).join('\n');
}

describe('The matcher', () => {
  it('toBeAcknowledged', async () => {
    const { futures } = await oneRefused();
    const [one, two] = futures;
    expect(one).toBeAcknowledged();
    expect(two).not.toBeAcknowledged();
    const text = told(
      ['expect(two).toBeAcknowledged()', () => expect(two).toBeAcknowledged()],
      ['expect(one).not.toBeAcknowledged()', () => expect(one).not.toBeAcknowledged()],
    );
    await expect(text).toMatchFileSnapshot('messages/toBeAcknowledged.txt');
  });

  it('toHaveDelivered', async () => {
    const topic = (await oneRefused()).sim.topic('payments');
    const twice = (await oneTwice()).sim.topic('payments');
    expect(topic).toHaveDelivered(['one', 'three']);
    expect(topic).not.toHaveDelivered(['one']);
    const text = told(
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
    const topic = (await oneRefused()).sim.topic('payments');
    expect(topic).toContainRecord({ key: 'k', value: 'one' });
    expect(topic).not.toContainRecord('two');
    const text = told(
      ["expect(topic).toContainRecord('two')", () => expect(topic).toContainRecord('two')],
      ['expect(topic).not.toContainRecord(/^o/)', () => expect(topic).not.toContainRecord(/^o/)],
    );
    await expect(text).toMatchFileSnapshot('messages/toContainRecord.txt');
  });

  it('toHaveFiredEveryFault', async () => {
    const { sim } = await oneTwice();
    expect(sim).toHaveFiredEveryFault();
    const idle = payments().sim;
    idle.faults.on('Produce', { topic: 'payments' }).nth(3).loseResponse();
    expect(idle).not.toHaveFiredEveryFault();
    const text = told(
      ['expect(idle).toHaveFiredEveryFault()', () => expect(idle).toHaveFiredEveryFault()],
      ['expect(sim).not.toHaveFiredEveryFault()', () => expect(sim).not.toHaveFiredEveryFault()],
    );
    await expect(text).toMatchFileSnapshot('messages/toHaveFiredEveryFault.txt');
  });

  it('toKeepItsGuarantees', async () => {
    const { sim } = await oneRefused();
    expect(sim).toKeepItsGuarantees();
    const broken = payments({}, { 'enable.idempotence': false });
    broken.sim.faults.on('Produce').nth(1).loseResponse();
    broken.producer.send({ topic: 'payments', value: 'once' });
    broken.sim.settle();
    expect(broken.sim).not.toKeepItsGuarantees();
    const text = told(
      ['expect(broken).toKeepItsGuarantees()', () => expect(broken.sim).toKeepItsGuarantees()],
      ['expect(sim).not.toKeepItsGuarantees()', () => expect(sim).not.toKeepItsGuarantees()],
    );
    await expect(text).toMatchFileSnapshot('messages/toKeepItsGuarantees.txt');
  });

  it('toMatchTrace', async () => {
    const { sim } = await oneRefused();
    await expect(sim).toMatchTrace('messages/trace-of-one-refused.txt');
    // What it says of another trace is in report.txt. The opposite would be overwritten by `vitest -u`.
    await expect(expect(payments().sim).not.toMatchTrace('messages/another.txt')).rejects.toThrow('has no opposite');
  });

  it('is known to any expect.extend by the same name', async () => {
    const { futures } = await oneRefused();
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
