/**
 * One fault of brokers, the network, the controller or clocks: its begin, its end, and how often it has fired. What it
 * does is defined by its word (words/).
 */
import { printAs } from '../../checks/printing.ts';
import type { Fault } from './definition/fault.ts';
import { CONTROLLER, isBrokerHost } from './definition/hosts.ts';
import { describeFault } from './describe-fault.ts';
import type { AnyEnvironmentWord } from './environment/environment-word.ts';
import type { FaultTargets, Undo } from './environment/fault-targets.ts';
import type { PlannedEnvironmentFault } from './fault-plan.ts';
import { ENVIRONMENT_WORDS } from './vocabulary.ts';

export interface EnvironmentFaultOptions {
  readonly targets: FaultTargets;
  /** Calls a function after a delay. */
  readonly schedule: (delayMs: number, task: () => void) => void;
  /** Undoes the faults in force that match. */
  readonly endMatching: (matches: (other: EnvironmentFault) => boolean) => void;
  /** Whether a host of this name has ever connected. */
  readonly isKnown: (host: string) => boolean;
  readonly report: (event: 'fired' | 'undone', fault: Fault) => void;
  /** Called when the fault is removed. */
  readonly onRemoved: (fault: EnvironmentFault) => void;
}

export class EnvironmentFault implements Fault {
  readonly description: string;
  readonly data: PlannedEnvironmentFault;
  readonly word: AnyEnvironmentWord;
  isOptional: boolean;
  private count = 0;
  private undo: Undo | undefined;
  private isRemoved = false;
  private readonly options: EnvironmentFaultOptions;

  constructor(data: PlannedEnvironmentFault, options: EnvironmentFaultOptions) {
    this.data = data;
    this.word = ENVIRONMENT_WORDS[data.do];
    this.options = options;
    this.description = describeFault(data);
    this.isOptional = data.optional === true;
  }

  /** 0 while the fault names a client that does not exist yet: it has had no effect on its links. */
  get fired(): number {
    return this.unknownHosts().length === 0 ? this.count : 0;
  }

  /** The fault as data. */
  get planned(): PlannedEnvironmentFault {
    const { optional: _, ...rest } = this.data;
    return this.isOptional ? { ...rest, optional: true } : rest;
  }

  /** Starts the effect. Called at the fault's scheduled time. */
  begin(): void {
    if (this.isRemoved) return;
    const { data, options, word } = this;
    if (word.isRepair) {
      this.noteFired();
      options.endMatching((other) => this.repairs(other));
      word.start?.(data, options.targets);
      return;
    }
    if (word.firesPerEffect !== true) this.noteFired();
    this.undo = word.start(data, options.targets, () => this.noteFired());
    if ('forMs' in data && data.forMs !== undefined) options.schedule(data.forMs, () => this.end());
  }

  /** Undoes the fault if it is in force and can be undone. */
  end(): void {
    const { undo } = this;
    if (undo === undefined) return;
    this.undo = undefined;
    this.options.report('undone', this);
    undo();
  }

  remove(): void {
    if (this.isRemoved) return;
    this.isRemoved = true;
    this.end();
    this.options.onRemoved(this);
  }

  optional(): this {
    this.isOptional = true;
    return this;
  }

  /** Names of clients in this fault that have not connected so far. */
  unknownHosts(): readonly string[] {
    const hosts = this.word.hosts?.(this.data) ?? [];
    return hosts.filter((name) => name !== CONTROLLER && !isBrokerHost(name) && !this.options.isKnown(name));
  }

  private repairs({ data, word }: EnvironmentFault): boolean {
    if (word.isRepair || word.repairedBy !== this.data.do) return false;
    return !('broker' in this.data) || ('broker' in data && data.broker === this.data.broker);
  }

  private noteFired(): void {
    this.count++;
    if (this.count === 1) this.options.report('fired', this);
  }
}

printAs(EnvironmentFault, ({ description, fired }) => `Fault { ${description} }, fired: ${fired}`);
