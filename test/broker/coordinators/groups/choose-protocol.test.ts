import { describe, expect, it } from 'vitest';
import { mostVotedInScalaOrder } from '../../../../src/broker/coordinators/groups/choose-protocol.ts';

/** The names p1 to p60. */
const MANY = Array.from({ length: 60 }, (_, place) => `p${place + 1}`);

describe('The protocol of a group', () => {
  it('is the one with the most votes', () => {
    expect(mostVotedInScalaOrder(['range', 'roundrobin', 'range'])).toBe('range');
    expect(mostVotedInScalaOrder(['roundrobin', 'roundrobin', 'range'])).toBe('roundrobin');
  });

  // The first key of immutable.HashMap of scala-library 2.13.11.
  it.each([
    { tied: ['range', 'cooperative-sticky'], first: 'cooperative-sticky' },
    { tied: ['range', 'sticky'], first: 'range' },
    { tied: ['range', 'roundrobin'], first: 'roundrobin' },
    { tied: ['sticky', 'roundrobin'], first: 'roundrobin' },
    { tied: ['RoundRobinAssigner', 'range'], first: 'RoundRobinAssigner' },
    { tied: ['default', 'compatible', 'sessioned'], first: 'compatible' },
    { tied: ['p34', 'p7'], first: 'p7' },
    { tied: MANY, first: 'p27' },
  ])('is that which Scala finds first if votes are tied: $first', ({ tied, first }) => {
    expect(mostVotedInScalaOrder(tied)).toBe(first);
    expect(mostVotedInScalaOrder(tied.toReversed())).toBe(first);
  });
});
