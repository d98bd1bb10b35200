/**
 * What defines a fault word on the environment of the clients: brokers, the network, the controller and clocks. Each
 * has a file in ../words.
 */
import type { FieldsOf } from '../definition/field.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { Placement } from '../definition/placement.ts';
import type { DrawContext, RandomDraw } from '../definition/random-faults.ts';
import type { FaultTargets, Undo } from './fault-targets.ts';

/** How long a fault lasts. */
export interface Span {
  /**
   * The fault is undone after this time, in ms. Default: it lasts until `remove()`, or until the word that repairs it.
   */
  readonly forMs?: number;
}

/** When a fault begins, in a plan. */
export interface Scheduled {
  /** In ms since the start. */
  readonly atMs: number;
  /** Allows the run to end without this fault having fired. Default false. */
  readonly optional?: boolean;
}

/** Resolves a broker's id or host name to its id. @throws FaultError if this cluster does not have the broker */
export type ResolveBroker = (broker: BrokerName) => number;

/** `Data` is the word with its own fields as plain JSON, `Arguments` are those of its method. */
interface CommonWord<Data extends { readonly do: string }, Arguments extends readonly unknown[]> {
  readonly target: 'environment';
  /** The word's own fields. `atMs` and `optional` are added. */
  readonly fields: FieldsOf<Data>;
  /** @throws FaultError if the fields do not go together */
  checkPossible?(data: Data, place: string): void;
  /** The hosts that the fault affects, if it names any. A fault on a client that was never created has not fired. */
  hosts?(data: Data): readonly string[];
  /** The action in words: `crash broker 1`. */
  describe(data: Data): string;
  /** The word's own fields from the arguments of its method. */
  fromCall(idOf: ResolveBroker, ...args: Arguments): Omit<Data, 'do'>;
  readonly placement?: Placement<readonly ({ readonly do: string } & Scheduled)[]>;
}

/** A word that breaks something. `Drawn` is what a random plan has of it. */
export interface DisruptionWord<
  Data extends { readonly do: string },
  Arguments extends readonly unknown[],
  Drawn extends { readonly do: string } = Data,
> extends CommonWord<Data, Arguments> {
  readonly isRepair: false;
  /**
   * Starts the effect. `fired` counts one effect of a word that `firesPerEffect`.
   *
   * @returns the undo, or undefined if the effect cannot be undone
   */
  start(data: Data, targets: FaultTargets, fired: () => void): Undo | undefined;
  /** The word fires each time it affects something. Default: it fires once, when it begins. */
  readonly firesPerEffect?: true;
  /** The word installs a rule on the network, which must come after that of the faults on requests. */
  readonly installsRule?: true;
  /** The repair word that undoes it: of the same broker, if both name one. */
  readonly repairedBy?: string;
  readonly random: RandomDraw & {
    /** A random plan has this word at most once. */
    readonly isDrawnOnce?: true;
    /** The word can lose acknowledged records in Kafka, too, so exploration does not use it. */
    readonly losesAcknowledgedRecords?: true;
    /** Returns the fault, and what has to follow it. `broker` and the times of `span` have been drawn for it. */
    draw(context: DrawContext & { readonly broker: number; readonly span: DrawnSpan }): readonly (Drawn & Scheduled)[];
  };
}

/** A word that repairs: a run may end before it happens, and random plans have the end of each fault instead. */
export interface RepairWord<Data extends { readonly do: string }, Arguments extends readonly unknown[]>
  extends CommonWord<Data, Arguments> {
  readonly isRepair: true;
  /** What is to be done after all faults that this word repairs have been undone. */
  start?(data: Data, targets: FaultTargets): void;
}

export interface DrawnSpan {
  readonly atMs: number;
  readonly forMs: number;
  readonly optional: true;
}

// biome-ignore lint/suspicious/noExplicitAny: the words have different fields and arguments.
export type AnyEnvironmentWord = DisruptionWord<any, any, any> | RepairWord<any, any>;
