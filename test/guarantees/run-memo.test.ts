import { describe, expect, it } from 'vitest';
import { MemoOfRun } from '../../src/guarantees/run-memo.ts';
import { HandMadeRun } from './hand-made-run.ts';

describe('What was found out about a run', () => {
  it('is found once for each state of the cluster', () => {
    const run = new HandMadeRun();
    const memo = new MemoOfRun();
    let calls = 0;
    const count = (): number => ++calls;
    expect([memo.get(run, count), memo.get(run, count)]).toEqual([1, 1]);
    run.clusterVersion++;
    expect([memo.get(run, count), memo.get(run, count)]).toEqual([2, 2]);
  });

  it('is kept apart by how it was found', () => {
    const run = new HandMadeRun();
    const memo = new MemoOfRun();
    expect([memo.get(run, () => 'records'), memo.get(run, () => undefined)]).toEqual(['records', undefined]);
  });
});
