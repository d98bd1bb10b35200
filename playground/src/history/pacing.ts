/**
 * The film of a history: when each step is shown, if it is played at normal speed.
 *
 * Virtual time is no measure for that: within one ms there can be twenty steps, and then nothing for thirty seconds. So each step is shown for
 * as long as it deserves, and a gap in virtual time takes longer the longer it is, but far from proportionally. Messages move by this time,
 * too: from the step at which they depart to the one at which they arrive.
 */
import type { Step, Weight } from './step.ts';

/** In ms of the film. */
const SHOWN_MS: Readonly<Record<Weight, number>> = { main: 900, side: 260, quiet: 50 };
const GAP_MS = 260;
const GAP_PER_DOUBLING_MS = 120;

export class Film {
  private readonly startsMs: number[] = [];
  private lastAtMs = 0;
  private lastWeight: Weight = 'quiet';

  add(steps: readonly Pick<Step, 'atMs' | 'weight'>[]): void {
    for (const { atMs, weight } of steps) {
      const previous = this.startsMs.at(-1);
      const start = previous === undefined ? 0 : previous + SHOWN_MS[this.lastWeight] + gap(atMs - this.lastAtMs);
      this.startsMs.push(start);
      this.lastAtMs = atMs;
      this.lastWeight = weight;
    }
  }

  /** When the step is shown, in ms of the film. */
  startOf(index: number): number {
    return this.startsMs[Math.max(0, Math.min(index, this.startsMs.length - 1))] ?? 0;
  }

  get lengthMs(): number {
    const last = this.startsMs.at(-1);
    return last === undefined ? 0 : last + SHOWN_MS[this.lastWeight];
  }

  /** The step that is shown at a time of the film; -1: the film is empty. */
  indexAt(filmMs: number): number {
    const { startsMs } = this;
    let [low, high] = [0, startsMs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((startsMs[middle] as number) <= filmMs) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, startsMs.length === 0 ? -1 : 0);
  }

  /** The virtual time at a time of the film, which moves on within gaps, for the clock. */
  virtualMsAt(filmMs: number, steps: readonly Pick<Step, 'atMs'>[]): number {
    const index = this.indexAt(filmMs);
    const [here, next] = [steps[index], steps[index + 1]];
    if (here === undefined || next === undefined || next.atMs === here.atMs) return here?.atMs ?? 0;
    const [start, end] = [this.startOf(index), this.startOf(index + 1)];
    return here.atMs + ((filmMs - start) / (end - start)) * (next.atMs - here.atMs);
  }
}

function gap(virtualMs: number): number {
  return virtualMs === 0 ? 0 : GAP_MS + GAP_PER_DOUBLING_MS * Math.log2(virtualMs);
}
