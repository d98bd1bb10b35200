/** A branch: one run of the program with its faults, its history as far as it has come, and the film of it. */
import { type Signal, signal } from '@preact/signals';
import type { FaultPlan } from '../../../src/index.ts';
import { Flights } from '../history/flights.ts';
import { History } from '../history/history.ts';
import { Film } from '../history/pacing.ts';
import type { BrokerPart, ClientPart, Step } from '../history/step.ts';
import type { Problem } from '../simulation/messages.ts';
import type { RunOutcome } from '../simulation/record-run.ts';

/** All that ever appears in the picture, so that it has its place from the beginning. */
export interface Roster {
  readonly clients: readonly ClientPart[];
  readonly brokers: readonly BrokerPart[];
  readonly partitions: readonly string[];
}

export class Branch {
  readonly id: number;
  readonly plan: FaultPlan;
  readonly label: string;
  readonly history = new History();
  readonly film = new Film();
  readonly flights = new Flights();
  readonly roster: Signal<Roster> = signal({ clients: [], brokers: [], partitions: [] });
  /** The number of steps; it grows while the run is recorded. */
  readonly length = signal(0);
  readonly outcome: Signal<RunOutcome | null> = signal(null);
  readonly problem: Signal<Problem | null> = signal(null);
  /** The first step that differs from the first branch; 0: it is the first branch, or that is not known yet. */
  readonly forkedAt = signal(0);
  private readonly known = new Set<string>();

  constructor(id: number, plan: FaultPlan, label: string) {
    this.id = id;
    this.plan = plan;
    this.label = label;
  }

  get isRunning(): boolean {
    return this.outcome.value === null && this.problem.value === null;
  }

  add(steps: readonly Step[]): void {
    this.flights.add(steps, this.history.steps.length);
    this.history.add(steps);
    this.film.add(steps);
    this.enlist(steps);
    this.length.value = this.history.steps.length;
  }

  private enlist(steps: readonly Step[]): void {
    const { clients, brokers, partitions } = this.roster.peek();
    const more = { clients: [...clients], brokers: [...brokers], partitions: [...partitions] };
    for (const { changes } of steps) {
      for (const [key, part] of changes) {
        if (part === null || this.known.has(key)) continue;
        if (part.kind === 'client') more.clients.push(part);
        else if (part.kind === 'broker') more.brokers.push(part);
        else if (part.kind === 'replica') {
          if (!more.partitions.includes(part.partition)) more.partitions.push(part.partition);
        } else continue;
        this.known.add(key);
      }
    }
    const isLonger =
      more.clients.length > clients.length ||
      more.brokers.length > brokers.length ||
      more.partitions.length > partitions.length;
    if (isLonger) this.roster.value = more;
  }
}
