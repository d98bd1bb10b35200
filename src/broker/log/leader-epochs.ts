/**
 * Where in a log each leader epoch begins (LeaderEpochFileCache), and so where it ends, by which followers truncate (KIP-101).
 */
interface EpochStart {
  readonly epoch: number;
  readonly startOffset: number;
}

export interface EpochEnd {
  readonly epoch: number;
  readonly endOffset: number;
}

export class LeaderEpochs {
  /** Invariant: i < j ⇒ starts[i].epoch < starts[j].epoch ∧ starts[i].startOffset < starts[j].startOffset. */
  private readonly starts: EpochStart[] = [];
  /** Invariant: the epoch of the last of `starts`; -1 if there is none. */
  private latestEpoch = -1;

  /** The latest epoch; -1 if there is none. */
  latest(): number {
    return this.latestEpoch;
  }

  /** Epoch `epoch` begins at `startOffset`. Has no effect if it has begun already. */
  assign(epoch: number, startOffset: number): void {
    if (this.latestEpoch === epoch) return;
    const starts = this.starts;
    let last = this.last();
    while (last !== undefined && (last.epoch > epoch || last.startOffset >= startOffset)) {
      starts.pop();
      last = this.last();
    }
    starts.push({ epoch, startOffset });
    this.latestEpoch = epoch;
  }

  /** The largest epoch up to `epoch` and its end; undefined if `epoch` is later than all in the log. */
  endOf(epoch: number, logEndOffset: number): EpochEnd | undefined {
    const starts = this.starts;
    if (starts.length === 0 || epoch > this.latest()) return undefined;
    if (epoch === this.latest()) return { epoch, endOffset: logEndOffset };
    const next = starts.findIndex((start) => start.epoch > epoch);
    const endOffset = (starts[next] as EpochStart).startOffset;
    return { epoch: starts[next - 1]?.epoch ?? epoch, endOffset };
  }

  /** The epoch of the log's first record; -1 if none is known that reaches back to it. */
  epochAtStart(logStartOffset: number): number {
    const first = this.starts[0];
    return first !== undefined && first.startOffset <= logStartOffset ? first.epoch : -1;
  }

  /** Forgets the epochs that ended before `offset`, where the log begins now. */
  truncateFromStart(offset: number): void {
    const starts = this.starts;
    let ended = 0;
    while (ended + 1 < starts.length && (starts[ended + 1] as EpochStart).startOffset <= offset) ended++;
    starts.splice(0, ended);
    const first = starts[0];
    if (first !== undefined && first.startOffset < offset) starts[0] = { epoch: first.epoch, startOffset: offset };
  }

  /** Forgets the epochs that began at or after `endOffset`. */
  truncateTo(endOffset: number): void {
    for (let last = this.last(); last !== undefined && last.startOffset >= endOffset; last = this.last()) {
      this.starts.pop();
    }
    this.latestEpoch = this.last()?.epoch ?? -1;
  }

  /** Does not read index -1, since reading out of bounds is slow. */
  private last(): EpochStart | undefined {
    const { length } = this.starts;
    return length === 0 ? undefined : this.starts[length - 1];
  }
}
