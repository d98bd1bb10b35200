/**
 * The lines in which calls stand that Java would block in: a call that waits is not overtaken by a later one behind it.
 *
 * Owns: who stands behind whom. A program that names no threads has a line for each topic it sends to; a thread with a name has
 * one for all. What a call's callback calls stands in a line inside that call, which is not over before.
 * Refuses to know: what the calls wait for.
 */
import type { BlockingCall } from './blocking-call.ts';

export interface ApplicationThread {
  /** `null`: the program names no threads. */
  readonly name: string | null;
  /** Of threads that may run at one instant, the lowest goes first. */
  readonly rank: number;
}

export interface Line {
  readonly key: string;
  readonly thread: ApplicationThread;
  /** The line whose first call it belongs to. */
  readonly outer: Line | null;
  /** The call that is under way first, then those behind it. */
  readonly calls: BlockingCall[];
  /** The first call runs just now: what it leads to, in a callback say, does not stand behind it. */
  isRunning: boolean;
  /** What the first call has led to. */
  inner: Line | null;
  /** The first call is over but for that. */
  isHeld: boolean;
}

export class CallLines {
  /** The outermost ones, by key. */
  private readonly lines = new Map<string, Line>();

  get isEmpty(): boolean {
    return this.lines.size === 0;
  }

  get callCount(): number {
    let count = 0;
    for (const outermost of this.lines.values())
      for (let line: Line | null = outermost; line !== null; line = line.inner) count += line.calls.length;
    return count;
  }

  isIdle(thread: ApplicationThread): boolean {
    for (const line of this.lines.values()) if (line.thread === thread) return false;
    return true;
  }

  /** The line that a call would stand in; undefined: it may start. */
  find(thread: ApplicationThread, topic: string): Line | undefined {
    let line = this.lines.get(keyOf(thread, topic)) ?? null;
    while (line?.isRunning === true) line = line.inner;
    return line ?? undefined;
  }

  /** A line with one call in it, inside the call that runs just now, if one does. */
  begin(thread: ApplicationThread, topic: string, call: BlockingCall): Line {
    const key = keyOf(thread, topic);
    let outer: Line | null = null;
    for (let line = this.lines.get(key) ?? null; line !== null; line = line.inner) outer = line;
    const begun: Line = { key, thread, outer, calls: [call], isRunning: false, inner: null, isHeld: false };
    if (outer === null) this.lines.set(key, begun);
    else outer.inner = begun;
    return begun;
  }

  /** The first call of the line is over. Returns the line whose first call starts now, if any does. */
  next(line: Line): Line | null {
    if (line.inner !== null) {
      line.isHeld = true;
      return null;
    }
    line.calls.shift();
    if (line.calls.length > 0) return line;
    const { outer } = line;
    if (outer === null) {
      this.lines.delete(line.key);
      return null;
    }
    outer.inner = null;
    if (!outer.isHeld) return null;
    outer.isHeld = false;
    return this.next(outer);
  }
}

function keyOf({ name }: ApplicationThread, topic: string): string {
  return name === null ? topic : `thread ${name}`;
}
