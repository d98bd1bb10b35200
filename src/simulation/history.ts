/**
 * Time travel: every state the control plane has been in, to be looked at and compared without running anything again.
 *
 * Owns: the states and their times. Each is the plane that immer made, which shares with the one before whatever did not
 * change: keeping it costs the path to what changed (a partition, its topic's list, the list of topics), and nothing for a
 * moment without change, however many records pass.
 * Refuses to know: records and logs, which no state holds.
 */
import type { ControlPlane } from '../broker/index.ts';
import { controlPlaneDifference, controlPlaneLines } from './hosts/control-plane-text.ts';

/** A state of the control plane, and from when on it was so. */
export interface HistoryMoment {
  /** Virtual ms since the start. */
  readonly atMs: number;
  readonly controlPlane: ControlPlane;
}

/** What changed at one moment. */
export interface HistoryChange {
  /** Virtual ms since the start. */
  readonly atMs: number;
  /** As `diff` tells it. */
  readonly lines: readonly string[];
}

export class History {
  /** In order of time; the first is the start. Several may have the same ms. */
  private readonly kept: HistoryMoment[];
  private readonly nowMs: () => number;

  constructor(start: ControlPlane, nowMs: () => number) {
    this.nowMs = nowMs;
    this.kept = [{ atMs: 0, controlPlane: start }];
  }

  /** Something may have changed. */
  note(controlPlane: ControlPlane): void {
    if (this.kept.at(-1)?.controlPlane !== controlPlane) this.kept.push({ atMs: this.nowMs(), controlPlane });
  }

  /** Every state so far, in order of time. */
  get moments(): readonly HistoryMoment[] {
    return this.kept;
  }

  /**
   * The control plane as it was when `ms` was over, in virtual ms since the start.
   *
   * @throws RangeError for a time that has not come yet, or none
   */
  at(ms: number): ControlPlane {
    if (!(ms >= 0 && ms <= this.nowMs())) {
      throw new RangeError(`There is no history of ${ms} ms: it reaches from 0 to ${this.nowMs()} ms.`);
    }
    let [low, high] = [0, this.kept.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.kept[middle] as HistoryMoment).atMs <= ms) low = middle;
      else high = middle - 1;
    }
    return (this.kept[low] as HistoryMoment).controlPlane;
  }

  /**
   * What differs between two moments, in lines; none if nothing does.
   *
   * @throws RangeError for a time that has not come yet, or none
   */
  diff(fromMs: number, toMs: number): readonly string[] {
    return controlPlaneDifference(this.at(fromMs), this.at(toMs));
  }

  /** Everything that changed, moment by moment. */
  changes(): readonly HistoryChange[] {
    return this.kept.slice(1).flatMap(({ atMs, controlPlane }, i) => {
      const lines = controlPlaneDifference((this.kept[i] as HistoryMoment).controlPlane, controlPlane);
      return lines.length === 0 ? [] : [{ atMs, lines }];
    });
  }

  /** The cluster at a moment, as text. */
  print(ms: number): string {
    return [`The cluster at ${ms} ms`, ...controlPlaneLines(this.at(ms)).map((line) => `  ${line}`)].join('\n');
  }

  /** All changes, as text. */
  toString(): string {
    const lines = this.changes().flatMap(({ atMs, lines: texts }) =>
      texts.map((text) => `${`${atMs}`.padStart(6)} ms  ${text}`),
    );
    return ['The control plane over time', ...lines].join('\n');
  }
}
