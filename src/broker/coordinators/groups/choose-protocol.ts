/**
 * Which of several protocols with the same number of votes a group takes: the first one in the order in which a map gives its keys. In
 * Kafka 3 that is Scala's immutable HashMap (GroupMetadata.selectProtocol), in Kafka 4 Java's HashMap (ClassicGroup.selectProtocol).
 */
import { javaHashCode } from '../../../protocol/java-hash-code.ts';
import { stringsInHashOrder } from '../../../protocol/java-hash-order.ts';

/** A node of the map's tree has a place for each value of so many bits of the hash. */
const BITS_PER_LEVEL = 5;
const HASH_BITS = 32;

/** The choice of Kafka 3 with the most votes. @param votes at least one */
export function mostVotedInScalaOrder(votes: readonly string[]): string {
  return mostVoted(votes, (names) => inScalaOrder(names, 0));
}

/** The choice of Kafka 4 with the most votes. @param votes at least one */
export function mostVotedInJavaOrder(votes: readonly string[]): string {
  return mostVoted(votes, stringsInHashOrder);
}

function mostVoted(votes: readonly string[], inOrder: (names: readonly string[]) => readonly string[]): string {
  const counts = new Map<string, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return inOrder([...counts.keys()]).find((name) => counts.get(name) === most) as string;
}

/** Keys that have their place in a node to themselves come before those that share one, which are in nodes one level down. */
function inScalaOrder(keys: readonly string[], shift: number): string[] {
  if (keys.length < 2 || shift >= HASH_BITS) return [...keys];
  const places = new Map<number, string[]>();
  for (const key of keys) {
    const place = (improvedHash(key) >>> shift) & (2 ** BITS_PER_LEVEL - 1);
    places.set(place, [...(places.get(place) ?? []), key]);
  }
  const inOrder = [...places].toSorted(([a], [b]) => a - b).map(([, sharing]) => sharing);
  const alone = inOrder.filter((sharing) => sharing.length === 1).flat();
  const below = inOrder.filter((sharing) => sharing.length > 1);
  return [...alone, ...below.flatMap((sharing) => inScalaOrder(sharing, shift + BITS_PER_LEVEL))];
}

/** How the map mixes the bits of a key's hash (scala.collection.Hashing.improve); all sums overflow as in Java. */
function improvedHash(key: string): number {
  const hash = javaHashCode(key);
  const first = (hash + ~(hash << 9)) | 0;
  const second = first ^ (first >>> 14);
  const third = (second + (second << 4)) | 0;
  return third ^ (third >>> 10);
}
