/**
 * Tells whether the host works for the program in a way that ends by itself: reads files, looks up names. Virtual time must not move
 * on in the meantime, since how long that takes is different in each run.
 */
import type { OutsideWork } from './outside-work.ts';
import { type HostResources, hostResources } from './pending-work.ts';

/** As process.getActiveResourcesInfo() names them. Sockets and servers may stay open, so they are not among them. */
const FILES_AND_NAMES = ['FSReqCallback', 'FSReqPromise', 'CloseReq', 'GetAddrInfoReqWrap', 'GetNameInfoReqWrap'];

/** A file that is never read to its end, such as a pipe, must not hold the clock without end. These turns take a few seconds. */
const MAX_TURNS = 1_000_000;

export class HostWork {
  private readonly outside: OutsideWork;
  /** The fewest that there have been at one time: those of other code, such as a test runner. */
  private others: number;
  private turns = 0;
  /** Whether the program has to have a turn after the end of the work, before time may move. */
  private hasJustWorked = false;

  /** @param resources those of the host before the program began */
  constructor(outside: OutsideWork, resources: HostResources) {
    this.outside = outside;
    this.others = countOf(resources);
  }

  /** Whether the clock has to stand still. To be called after each macrotask. */
  holdsClock(): boolean {
    const isWorking = this.outside.isPending || this.isReading();
    const holds = isWorking || this.hasJustWorked;
    this.hasJustWorked = isWorking;
    return holds;
  }

  private isReading(): boolean {
    const count = countOf(hostResources());
    if (count < this.others) this.others = count;
    this.turns = count > this.others ? this.turns + 1 : 0;
    return count > this.others && this.turns <= MAX_TURNS;
  }
}

function countOf(resources: HostResources): number {
  return FILES_AND_NAMES.reduce((sum, kind) => sum + (resources.get(kind) ?? 0), 0);
}
