import { describe, expect, it } from 'vitest';
import { assignReplicas, type RackOf } from '../../../src/broker/controller/assignment.ts';

const NO_RACK: RackOf = () => undefined;
const live = (...ids: number[]) => ({ live: ids, fenced: [] });

/** Brokers 1 to 6 in the racks a, a, b, b, c, c. */
const BY_PAIRS: RackOf = (id) => 'aabbcc'[id - 1];

describe('The replicas of new partitions', () => {
  it('go round the brokers', () => {
    expect(assignReplicas(live(1, 2, 3), 4, 2, 0, NO_RACK)).toEqual([
      [1, 2],
      [2, 3],
      [3, 1],
      [1, 2],
    ]);
    expect(assignReplicas(live(1, 2, 3), 1, 3, 2, NO_RACK)).toEqual([[3, 1, 2]]);
  });

  it('go to fenced brokers last', () => {
    expect(assignReplicas({ live: [1, 3], fenced: [2] }, 2, 3, 0, NO_RACK)).toEqual([
      [1, 3, 2],
      [3, 1, 2],
    ]);
  });

  it('are in different racks, with leaders in alternating racks', () => {
    const assignment = assignReplicas(live(1, 2, 3, 4, 5, 6), 6, 3, 0, BY_PAIRS);
    expect(assignment.map(([leader]) => leader)).toEqual([1, 3, 5, 2, 4, 6]);
    for (const replicas of assignment) expect(new Set(replicas.map(BY_PAIRS)).size).toBe(3);
  });

  it('share racks if there are more replicas than racks', () => {
    const rackOf: RackOf = (id) => (id <= 2 ? 'a' : 'b');
    const [replicas] = assignReplicas(live(1, 2, 3, 4), 1, 3, 0, rackOf);
    expect(replicas?.slice(0, 2).map(rackOf)).toEqual(['a', 'b']);
    expect(new Set(replicas).size).toBe(3);
  });

  it('do not regard racks unless all brokers have one', () => {
    const rackOf: RackOf = (id) => (id === 1 ? undefined : 'a');
    expect(assignReplicas(live(1, 2, 3), 1, 3, 0, rackOf)).toEqual([[1, 2, 3]]);
  });
});
