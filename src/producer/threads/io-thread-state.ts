/**
 * The states of the I/O thread, and the legal moves between them.
 */
import { IllegalStateException } from '../../protocol/errors/exceptions.ts';

type StateName =
  /** The thread exists, and its first turn is not scheduled yet. */
  | 'new'
  /** The next turn runs at this instant, and the program waits for it. */
  | 'due'
  /** The next turn runs at this instant; it is housekeeping that keeps no run alive. */
  | 'dueInBackground'
  /** A turn runs, callbacks included. */
  | 'running'
  /** The thread waits in poll(), until a deadline or until it is woken. */
  | 'polling'
  /** The thread waits as in Thread.sleep(), until a deadline; nothing wakes it. */
  | 'sleeping'
  /** The thread stands still in a callback that has made a call that waits, until the call is over; nothing wakes it. */
  | 'stopped'
  /** The thread has ended. */
  | 'done';

/** State -> the states that may follow. */
const NEXT: Readonly<Record<StateName, readonly StateName[]>> = {
  new: ['due', 'dueInBackground'],
  // A turn that is due is put off while a thread of the application is to run first; work may come or end in that time.
  due: ['running', 'due', 'dueInBackground'],
  dueInBackground: ['running', 'due', 'dueInBackground'],
  running: ['polling', 'sleeping', 'stopped', 'done'],
  // Straight to the next turn: the wait was 0 ms, and nothing else happens at this instant.
  polling: ['running', 'due', 'dueInBackground'],
  sleeping: ['running', 'due', 'dueInBackground'],
  // The rest of the turn keeps a run alive, like a turn that begins.
  stopped: ['due'],
  done: [],
};

/** A state in a form in which a move is checked quickly: the thread makes three moves in each turn. */
export interface IoThreadState {
  readonly name: StateName;
  /** The bit of this state. */
  readonly bit: number;
  /** The bits of the states that may follow. */
  readonly next: number;
}

const NAMES = Object.keys(NEXT) as StateName[];
const bitOf = (name: StateName): number => 1 << NAMES.indexOf(name);

function stateOf(name: StateName): IoThreadState {
  return { name, bit: bitOf(name), next: NEXT[name].reduce((bits, next) => bits | bitOf(next), 0) };
}

export const NEW: IoThreadState = stateOf('new');
export const DUE: IoThreadState = stateOf('due');
export const DUE_IN_BACKGROUND: IoThreadState = stateOf('dueInBackground');
export const RUNNING: IoThreadState = stateOf('running');
export const POLLING: IoThreadState = stateOf('polling');
export const SLEEPING: IoThreadState = stateOf('sleeping');
export const STOPPED: IoThreadState = stateOf('stopped');
export const DONE: IoThreadState = stateOf('done');

/** @throws IllegalStateException that names both states, if the move is not legal */
export function checkMove(source: IoThreadState, target: IoThreadState): void {
  if ((source.next & target.bit) !== 0) return;
  throw new IllegalStateException(
    `I/O thread: invalid transition attempted from state ${source.name} to state ${target.name}`,
  );
}
