/**
 * Rare things a cluster has to do later: announce a topic, give up a lost broker, fetch again.
 *
 * Owns: their order, by (time, sequence). Refuses to know: what they do.
 */
interface Entry {
  readonly atMs: number;
  readonly action: (nowMs: number) => void;
}

export class Agenda {
  private readonly entries: Entry[] = [];

  /** Plans `action` for `atMs`, after everything already planned for that moment. */
  plan(atMs: number, action: (nowMs: number) => void): void {
    let place = this.entries.length;
    while (place > 0 && (this.entries[place - 1] as Entry).atMs > atMs) place--;
    this.entries.splice(place, 0, { atMs, action });
  }

  /** When the next entry is due; Infinity if there is none. */
  nextMs(): number {
    return this.entries[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  runDue(nowMs: number): void {
    while (this.nextMs() <= nowMs) this.entries.shift()?.action(nowMs);
  }
}
