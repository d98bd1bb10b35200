/**
 * The history of the control plane: every state it has been in, to inspect and compare without running anything again.
 *
 * States share whatever has not changed between them. A new state takes the memory of the changed path (a
 * partition, the topic's list of partitions, the list of topics); records take none, since a state does not contain logs.
 */
import type { ControlPlane } from '../../broker/index.ts';
import { describeValue } from '../../checks/describe-value.ts';
import { controlPlaneDifference, controlPlaneLines } from './control-plane-text.ts';

/** A state of the control plane, and when it began. */
export interface HistoryMoment {
  /** Virtual ms since the start of the run. */
  readonly atMs: number;
  readonly controlPlane: ControlPlane;
}

/** A change of the control plane. */
export interface HistoryChange {
  /** Virtual ms since the start of the run. */
  readonly atMs: number;
  /** The differences to the state before, in the form of `diff`. */
  readonly lines: readonly string[];
}

/**
 * `sim.history`: all states of the control plane so far. The simulation keeps them with the option `history: true`.
 *
 * All times are virtual ms since the start of the run.
 *
 * @example
 * import { Simulation } from 'kafka-trial';
 *
 * const sim = new Simulation({ history: true });
 * sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
 * sim.at(1_000).crash('broker-1');
 * sim.advance(20_000);
 * for (const line of sim.history.diff(500, 15_000)) console.log(line);
 * // prints: broker-1: up -> down
 * // prints: payments-0: leader 1 -> 2, epoch 0 -> 1, isr [1,2,3] -> [2,3]
 */
export class History {
  /** In order of time, beginning with the initial state. Several may have the same time. */
  private readonly kept: HistoryMoment[];
  private readonly nowMs: () => number;

  constructor(start: ControlPlane, nowMs: () => number) {
    this.nowMs = nowMs;
    this.kept = [{ atMs: 0, controlPlane: start }];
  }

  /** @internal Keeps the control plane if it has changed. */
  update(controlPlane: ControlPlane): void {
    if (this.kept.at(-1)?.controlPlane !== controlPlane) this.kept.push({ atMs: this.nowMs(), controlPlane });
  }

  /** All states so far, in order of time. */
  get moments(): readonly HistoryMoment[] {
    return this.kept;
  }

  /**
   * Returns the control plane as it was at the end of the given ms.
   *
   * @throws RangeError if `ms` is negative, in the future, or not a number
   */
  at(ms: number): ControlPlane {
    if (!(typeof ms === 'number' && ms >= 0 && ms <= this.nowMs())) {
      throw new RangeError(`No history at ${describeValue(ms)} ms: it covers 0 to ${this.nowMs()} ms.`);
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
   * Returns the differences between the states at two times, one line each, such as
   * `payments-0: leader 1 -> 2, epoch 0 -> 1, isr [1,2,3] -> [2,3]`.
   *
   * @throws RangeError if a time is negative or in the future
   */
  diff(fromMs: number, toMs: number): readonly string[] {
    return controlPlaneDifference(this.at(fromMs), this.at(toMs));
  }

  /** Returns all changes so far, in order of time. */
  changes(): readonly HistoryChange[] {
    return this.kept.slice(1).flatMap(({ atMs, controlPlane }, i) => {
      const lines = controlPlaneDifference((this.kept[i] as HistoryMoment).controlPlane, controlPlane);
      return lines.length === 0 ? [] : [{ atMs, lines }];
    });
  }

  /**
   * Returns the control plane at a time as text.
   *
   * @throws RangeError if `ms` is negative or in the future
   */
  print(ms: number): string {
    return [`The cluster at ${ms} ms`, ...controlPlaneLines(this.at(ms)).map((line) => `  ${line}`)].join('\n');
  }

  /** Returns all changes as text. */
  toString(): string {
    const lines = this.changes().flatMap(({ atMs, lines: texts }) =>
      texts.map((text) => `${`${atMs}`.padStart(6)} ms  ${text}`),
    );
    return ['The control plane over time', ...lines].join('\n');
  }
}
