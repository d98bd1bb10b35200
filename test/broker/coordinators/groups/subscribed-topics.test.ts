import { describe, expect, it } from 'vitest';
import { CoordinatorException } from '../../../../src/broker/coordinators/groups/coordinator-exception.ts';
import { subscribedTopics } from '../../../../src/broker/coordinators/groups/subscribed-topics.ts';

const VERSION = [0, 3];
const TWO_TOPICS = [0, 0, 0, 2, 0, 1, 0x61, 0, 2, 0x62, 0x63];
const NO_USER_DATA = [255, 255, 255, 255];

function read(...bytes: readonly number[]): readonly string[] | undefined {
  // Not at the start of its buffer, as bytes that were cut out of a frame.
  return subscribedTopics(Uint8Array.from([9, 9, ...bytes]).subarray(2));
}

describe('The metadata of a consumer', () => {
  it('names the topics, whatever follows them in later versions', () => {
    expect(read(...VERSION, ...TWO_TOPICS, ...NO_USER_DATA, 1, 2, 3)).toEqual(['a', 'bc']);
    expect(read(...VERSION, ...TWO_TOPICS, 0, 0, 0, 1, 7)).toEqual(['a', 'bc']);
  });

  it.each([
    { what: 'nothing', bytes: [] },
    { what: 'a part of the number of topics', bytes: [...VERSION, 0, 0, 0] },
    { what: 'a topic too few', bytes: [...VERSION, 0, 0, 0, 2, 0, 1, 0x61, 0] },
    { what: 'no user data', bytes: [...VERSION, ...TWO_TOPICS] },
  ])('is unknown if it ends after $what', ({ bytes }) => {
    expect(read(...bytes)).toBeUndefined();
  });

  it.each([
    { what: 'a negative number of topics', bytes: [...VERSION, 255, 255, 255, 255] },
    { what: 'more topics than bytes', bytes: [...VERSION, 0, 0, 0, 9, 0, 1, 0x61] },
    { what: 'a name that is longer than the rest', bytes: [...VERSION, 0, 0, 0, 1, 0, 9, 0x61] },
    { what: 'a name of negative length', bytes: [...VERSION, 0, 0, 0, 1, 255, 255, 0x61] },
    { what: 'user data that are longer than the rest', bytes: [...VERSION, ...TWO_TOPICS, 0, 0, 0, 9, 1] },
  ])('throws, as in Kafka, if it has $what', ({ bytes }) => {
    expect(() => read(...bytes)).toThrow(CoordinatorException);
  });
});
