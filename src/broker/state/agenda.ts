/**
 * Actions planned for later, ordered by (time, sequence). For what is rare: adding one takes time linear in their number.
 */
interface Entry {
  readonly atMs: number;
  readonly action: () => void;
}

export class Agenda {
  private readonly entries: Entry[] = [];

  /** Plans `action` for `atMs`, after everything already planned for that moment. */
  plan(atMs: number, action: () => void): void {
    let place = this.entries.length;
    while (place > 0 && (this.entries[place - 1] as Entry).atMs > atMs) place--;
    this.entries.splice(place, 0, { atMs, action });
  }

  /** When the next action is due; Infinity if none is planned. */
  get dueMs(): number {
    return this.entries[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  runDue(nowMs: number): void {
    while (this.dueMs <= nowMs) this.entries.shift()?.action();
  }
}
