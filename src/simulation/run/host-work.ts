/**
 * Tells whether the host works for the program in a way that ends by itself: reads files, looks up names. Virtual time must not move
 * on in the meantime, since how long that takes is different in each run.
 */

import type { OutsideWork } from './outside-work.ts';

/** As process.getActiveResourcesInfo() names them. Sockets and servers may stay open, so they are not among them. */
const FILES_AND_NAMES: ReadonlySet<string> = new Set([
  'FSReqCallback',
  'FSReqPromise',
  'CloseReq',
  'GetAddrInfoReqWrap',
  'GetNameInfoReqWrap',
]);

interface Host {
  readonly process?: { readonly getActiveResourcesInfo?: () => readonly string[] };
}

/** A file that is never read to its end, such as a pipe, must not hold the clock without end. These turns take a few seconds. */
const MAX_TURNS = 1_000_000;

export class HostWork {
  private readonly outside: OutsideWork;
  /** The fewest that there have been at one time: those of other code, such as a test runner. */
  private others: number = countFilesAndNames();
  private turns = 0;
  /** Whether the program has to have a turn after the end of the work, before time may move. */
  private hasJustWorked = false;

  /** To be called before the program begins. */
  constructor(outside: OutsideWork) {
    this.outside = outside;
  }

  /** Whether the clock has to stand still. To be called after each macrotask. */
  holdsClock(): boolean {
    const isWorking = this.outside.isPending || this.isReading();
    const holds = isWorking || this.hasJustWorked;
    this.hasJustWorked = isWorking;
    return holds;
  }

  private isReading(): boolean {
    const count = countFilesAndNames();
    if (count < this.others) this.others = count;
    this.turns = count > this.others ? this.turns + 1 : 0;
    return count > this.others && this.turns <= MAX_TURNS;
  }
}

function countFilesAndNames(): number {
  let count = 0;
  const resources = (globalThis as unknown as Host).process?.getActiveResourcesInfo?.() ?? [];
  for (const kind of resources) if (FILES_AND_NAMES.has(kind)) count++;
  return count;
}
