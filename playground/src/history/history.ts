/**
 * The picture at any step of a history. Steps contain changes only, so the picture at a step is what all changes up to it add up to; a copy
 * of it is kept every so many steps, from which later ones are computed.
 */
import type { Part, Step } from './step.ts';

/** The picture: all parts by their keys. */
export type Picture = ReadonlyMap<string, Part>;

const STEPS_PER_COPY = 256;

export class History {
  readonly steps: Step[] = [];
  /** The pictures before the steps 0, 256, 512, ... */
  private readonly copies: Picture[] = [new Map()];
  private latest = new Map<string, Part>();
  /** The picture that was asked for last, and its step: most often the next one is asked for next. */
  private cached = new Map<string, Part>();
  private cachedIndex = -1;

  add(steps: readonly Step[]): void {
    for (const step of steps) {
      this.steps.push(step);
      apply(step, this.latest);
      if (this.steps.length % STEPS_PER_COPY === 0) this.copies.push(new Map(this.latest));
    }
  }

  /**
   * The picture after the step with this index; -1: before the first one. It is valid until the next call.
   */
  at(index: number): Picture {
    const wanted = Math.max(-1, Math.min(index, this.steps.length - 1));
    const isNear = wanted >= this.cachedIndex && wanted - this.cachedIndex <= STEPS_PER_COPY;
    if (!isNear) {
      const copy = Math.floor((wanted + 1) / STEPS_PER_COPY);
      this.cached = new Map(this.copies[copy]);
      this.cachedIndex = copy * STEPS_PER_COPY - 1;
    }
    while (this.cachedIndex < wanted) {
      this.cachedIndex++;
      apply(this.steps[this.cachedIndex] as Step, this.cached);
    }
    return this.cached;
  }

  /** The index of the last step at or before a virtual time; -1: there is none. */
  indexAtMs(atMs: number): number {
    let [low, high] = [0, this.steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.steps[middle] as Step).atMs <= atMs) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** The first step at which two histories differ; the length of the shorter one if they do not. */
export function firstDifference(a: readonly Step[], b: readonly Step[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (lineOf(a[i] as Step) !== lineOf(b[i] as Step)) return i;
  }
  return length;
}

function lineOf({ atMs, source, event, facts }: Step): string {
  return `${atMs} ${source} ${event} ${JSON.stringify(facts)}`;
}

function apply(step: Step, picture: Map<string, Part>): void {
  for (const [key, value] of step.changes) {
    if (value === null) picture.delete(key);
    else picture.set(key, value);
  }
}
