/**
 * The circumstances of sends, kept once for all sends in a row that have them in common. The sends of a loop differ in nothing else but
 * their numbers.
 */
import type { SendMoment, TransactionEntry } from './record-log.ts';

/** The moment of the sends from `firstNumber` on, up to the next moment. */
export interface KeptMoment extends SendMoment {
  readonly firstNumber: number;
  /** How many of the sends before were not put into a batch before: the number of a send minus that of its append. */
  readonly lag: number;
}

export class SendMoments {
  /** In the order of `firstNumber`. */
  private readonly kept: KeptMoment[] = [];
  private latest: KeptMoment | null = null;

  /** Notes a send that has put its record into a batch; its number is greater than that of all before. */
  note(
    number: number,
    lag: number,
    sentMs: number,
    sentPlace: number,
    isFromCallback: boolean,
    transaction: TransactionEntry | null,
  ): void {
    const { latest } = this;
    if (
      latest !== null &&
      latest.sentMs === sentMs &&
      latest.sentPlace === sentPlace &&
      latest.lag === lag &&
      latest.isFromCallback === isFromCallback &&
      latest.transaction === transaction
    )
      return;
    this.latest = { firstNumber: number, lag, sentMs, sentPlace, isFromCallback, transaction };
    this.kept.push(this.latest);
  }

  /** The moment of a send that was noted. */
  of(number: number): KeptMoment {
    let [low, high] = [0, this.kept.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.kept[middle]!.firstNumber <= number) low = middle;
      else high = middle - 1;
    }
    return this.kept[low]!;
  }
}
