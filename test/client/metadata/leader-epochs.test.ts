import { describe, expect, it } from 'vitest';
import { LeaderEpochs } from '../../../src/client/metadata/leader-epochs.ts';

function epochs(): LeaderEpochs {
  const all = new LeaderEpochs();
  all.set('t', 0, 1);
  all.set('t', 1, 2);
  all.set('u', 0, 3);
  return all;
}

describe('Leader epochs', () => {
  it('are kept by partition', () => {
    const all = epochs();
    all.set('t', 0, 5);
    expect([all.get('t', 0), all.get('t', 1), all.get('t', 2), all.get('v', 0)]).toEqual([5, 2, undefined, undefined]);
  });

  it('are forgotten for one partition, or for all topics that are not retained', () => {
    const all = epochs();
    all.forget('t', 0);
    all.forget('v', 0);
    expect([all.get('t', 0), all.get('t', 1)]).toEqual([undefined, 2]);
    all.retainTopics((topic) => topic === 'u');
    expect([all.get('t', 1), all.get('u', 0)]).toEqual([undefined, 3]);
  });
});
