/**
 * One fault on the world: its moment, its end, and how often it has fired.
 *
 * Owns: when. Refuses to know: what is done (world.ts).
 */
import type { Fault } from './fault.ts';
import type { PlannedWorldFault } from './fault-plan.ts';
import type { FaultTargets, Undo } from './fault-targets.ts';
import { CONTROLLER, isBrokerHost, listOf } from './possible.ts';
import { sentenceOf } from './sentences.ts';

/** Words that mend: a run may end before they come to pass. */
const REPAIRS: readonly PlannedWorldFault['do'][] = ['restart', 'resume', 'heal', 'startController'];
/** Words that count what they do to whom; the others fire once, when they begin. */
const COUNTING: readonly PlannedWorldFault['do'][] = ['slowReplica', 'refuseConnections', 'wrongBootstrap'];

export interface WorldFaultSurroundings {
  readonly world: FaultTargets;
  /** Does something so many ms from now. */
  readonly later: (delayMs: number, task: () => void) => void;
  /** Undoes those in force that fit. */
  readonly endAll: (fits: (other: PlannedWorldFault) => boolean) => void;
  /** Whether a host has ever been seen. */
  readonly knows: (host: string) => boolean;
  readonly tell: (event: 'fired' | 'undone', fault: Fault) => void;
  /** Takes the fault out of the list. */
  readonly forget: (fault: WorldFault) => void;
}

export class WorldFault implements Fault {
  readonly description: string;
  readonly data: PlannedWorldFault;
  isOptional: boolean;
  private count = 0;
  private undo: Undo | undefined;
  private isRemoved = false;
  private readonly surroundings: WorldFaultSurroundings;

  constructor(data: PlannedWorldFault, surroundings: WorldFaultSurroundings) {
    this.data = data;
    this.surroundings = surroundings;
    this.description = sentenceOf(data);
    this.isOptional = data.optional === true;
  }

  /** What is done to the links of a client that never was has not happened. */
  get fired(): number {
    return this.unknownHosts().length === 0 ? this.count : 0;
  }

  get isRepair(): boolean {
    return REPAIRS.includes(this.data.do);
  }

  /** The fault as data. */
  get planned(): PlannedWorldFault {
    const { optional: _, ...rest } = this.data;
    return this.isOptional ? { ...rest, optional: true } : rest;
  }

  /** Its moment has come. */
  begin(): void {
    if (this.isRemoved) return;
    const { data, surroundings } = this;
    if (!COUNTING.includes(data.do)) this.noteFired();
    this.undo = surroundings.world.carryOut(data, surroundings.endAll, () => this.noteFired());
    if ('forMs' in data && data.forMs !== undefined) surroundings.later(data.forMs, () => this.end());
  }

  /** Undoes it, if it is in force and can be undone. */
  end(): void {
    const { undo } = this;
    if (undo === undefined) return;
    this.undo = undefined;
    this.surroundings.tell('undone', this);
    undo();
  }

  remove(): void {
    if (this.isRemoved) return;
    this.isRemoved = true;
    this.end();
    this.surroundings.forget(this);
  }

  optional(): this {
    this.isOptional = true;
    return this;
  }

  /** Clients it names that nobody has seen so far. */
  unknownHosts(): readonly string[] {
    if (!('from' in this.data)) return [];
    const names = [...listOf(this.data.from), ...listOf(this.data.to)];
    return names.filter((name) => name !== CONTROLLER && !isBrokerHost(name) && !this.surroundings.knows(name));
  }

  private noteFired(): void {
    this.count++;
    if (this.count === 1) this.surroundings.tell('fired', this);
  }
}
