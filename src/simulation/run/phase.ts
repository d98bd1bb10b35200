/**
 * The phases of a run, and the legal moves between them.
 */

type PhaseName =
  /** The simulation's events run. */
  | 'events'
  /** User code runs in the host's microtasks. */
  | 'microtasks'
  /** User code runs in a macrotask of the host. */
  | 'macrotask'
  | 'over';

/** Phase -> the phases that may follow. */
const NEXT: Readonly<Record<PhaseName, readonly PhaseName[]>> = {
  events: ['microtasks', 'macrotask', 'over'],
  microtasks: ['events', 'macrotask', 'over'],
  macrotask: ['events', 'over'],
  over: [],
};

/** A phase in a form in which a move is checked quickly: each send that is awaited makes two moves. */
export interface Phase {
  readonly name: PhaseName;
  /** The bit of this phase. */
  readonly bit: number;
  /** The bits of the phases that may follow. */
  readonly next: number;
}

const NAMES = Object.keys(NEXT) as PhaseName[];
const bitOf = (name: PhaseName): number => 1 << NAMES.indexOf(name);

function phaseOf(name: PhaseName): Phase {
  return { name, bit: bitOf(name), next: NEXT[name].reduce((bits, next) => bits | bitOf(next), 0) };
}

export const EVENTS: Phase = phaseOf('events');
export const MICROTASKS: Phase = phaseOf('microtasks');
export const MACROTASK: Phase = phaseOf('macrotask');
export const OVER: Phase = phaseOf('over');

export function isLegalMove(from: Phase, to: Phase): boolean {
  return (from.next & to.bit) !== 0;
}
