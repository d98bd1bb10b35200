/** Settings of V8's heap for the histories of an exploration, in all threads of the process. */
import { setFlagsFromString } from 'node:v8';

/**
 * Everything in a history becomes garbage when it ends. Some of its arrays survive a young collection or two, so V8 would start to
 * allocate such arrays in the old generation, where everything that they refer to stays until a full collection. That would take
 * a third of the time of an exploration.
 *
 * A young collection finds little that is alive, so helper threads spend more time waiting for each other than they save, and
 * another worker can use their core.
 */
export function tuneHeap(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString('--no-parallel-scavenge');
}
