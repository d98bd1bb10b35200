/**
 * The topics with a queue that holds a batch or has one in flight, and a few that did until just now. A turn of the I/O thread looks at
 * these only, however many topics and partitions the producer has sent to.
 */
import { RecallMap } from '../../client/collections/recall-map.ts';
import type { ClusterView } from '../../client/metadata/cluster-view.ts';

interface Placed {
  readonly topic: string;
  /** Among all topics, in order of their first record. */
  readonly place: number;
}

export class BusyTopics<Topic extends Placed> {
  /** All topics that a record was ever appended to, in order of their first record. */
  readonly all: Topic[] = [];
  /** In the same order. */
  readonly busy: Topic[] = [];
  /** The metadata of the last ready check, which has looked at every topic that this metadata has changed. */
  checkedIn: ClusterView | null = null;
  private readonly byName = new RecallMap<Topic>();

  /** Adds a new topic. Returns its place among all. */
  add(topic: Topic): number {
    this.byName.set(topic.topic, topic);
    return this.all.push(topic) - 1;
  }

  /** `undefined` if no record was ever appended to the topic. */
  find(name: string): Topic | undefined {
    return this.byName.get(name);
  }

  /** A queue of the topic is about to get a batch, and none had one. */
  becomesBusy(topic: Topic): void {
    insertInOrder(this.busy, topic, placeOf);
  }
}

function placeOf({ place }: Placed): number {
  return place;
}

/** Inserts behind all that have a smaller place; most often that is the end. */
export function insertInOrder<T>(list: T[], item: T, placeIn: (item: T) => number): void {
  const place = placeIn(item);
  let index = list.length;
  while (index > 0 && placeIn(list[index - 1] as T) > place) index--;
  if (index === list.length) list.push(item);
  else list.splice(index, 0, item);
}
