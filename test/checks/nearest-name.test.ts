import { describe, expect, it } from 'vitest';
import { didYouMean, nearestName } from '../../src/checks/nearest-name.ts';

const NAMES = ['run', 'replay', 'num.partitions', 'num.io.threads'];

describe('The nearest name', () => {
  it.each([
    { word: 'rum', nearest: 'run' },
    { word: 'num.partitons', nearest: 'num.partitions' },
    { word: 'repl', nearest: 'replay' },
    { word: 'explore', nearest: undefined },
    { word: '', nearest: undefined },
  ])('to "$word" is $nearest', ({ word, nearest }) => {
    expect(nearestName(word, NAMES)).toBe(nearest);
  });

  it.each([
    { word: 'numPartitions', nearest: 'partitions' },
    { word: 'isolationLevel', nearest: 'isolation' },
    { word: 'timestamp', nearest: 'timestampMs' },
    { word: 'broker', nearest: 'brokers' },
    { word: 'messages', nearest: undefined },
  ])('of options, to "$word", is $nearest', ({ word, nearest }) => {
    expect(nearestName(word, ['partitions', 'isolation', 'timestampMs', 'brokers'])).toBe(nearest);
  });

  it('is the first of several that are equally near', () => {
    expect(nearestName('bat', ['cat', 'hat'])).toBe('cat');
  });

  it('becomes a question, if there is one', () => {
    expect(didYouMean('rum', NAMES)).toBe(" Did you mean 'run'?");
    expect(didYouMean('explore', NAMES)).toBe('');
  });
});
