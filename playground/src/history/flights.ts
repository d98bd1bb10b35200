/** The flights of messages: from the step at which a message departs to the one at which it arrives. */
import type { MessagePart, Step } from './step.ts';

export interface Flight {
  readonly message: MessagePart;
  readonly departs: number;
  /** The step at which it is gone; `null`: there is none yet. */
  arrives: number | null;
}

export class Flights {
  /** In the order of their departure. */
  readonly all: Flight[] = [];
  private readonly byKey = new Map<string, number>();
  /** How many steps the longest flight takes, for a search from the end. */
  private longest = 0;
  /** The flights that have no end yet. */
  private readonly open = new Set<number>();

  /** @param from the index of the first of these steps */
  add(steps: readonly Step[], from: number): void {
    for (const [offset, { changes }] of steps.entries()) {
      for (const [key, part] of changes) {
        if (!key.startsWith('message ')) continue;
        if (part === null) this.end(key, from + offset);
        else if (part.kind === 'message') this.begin(key, part, from + offset);
      }
    }
  }

  /** The flights that are under way at a step. */
  at(index: number): readonly Flight[] {
    const { all } = this;
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[middle] as Flight).departs <= index) low = middle + 1;
      else high = middle;
    }
    const found: Flight[] = [];
    for (let i = low - 1; i >= 0; i--) {
      const flight = all[i] as Flight;
      if (flight.departs < index - this.longest) break;
      if (flight.arrives !== null && flight.arrives > index) found.push(flight);
    }
    for (const i of this.open) if ((all[i] as Flight).departs <= index) found.push(all[i] as Flight);
    return found.reverse();
  }

  private begin(key: string, message: MessagePart, step: number): void {
    const known = this.byKey.get(key);
    if (known !== undefined) {
      // It was held back, and travels now.
      this.all[known] = { ...(this.all[known] as Flight), message };
      return;
    }
    this.open.add(this.all.length);
    this.byKey.set(key, this.all.length);
    this.all.push({ message, departs: step, arrives: null });
  }

  private end(key: string, step: number): void {
    const index = this.byKey.get(key);
    const flight = index === undefined ? undefined : this.all[index];
    if (flight === undefined) return;
    flight.arrives = step;
    this.open.delete(index as number);
    this.longest = Math.max(this.longest, step - flight.departs);
    this.byKey.delete(key);
  }
}
