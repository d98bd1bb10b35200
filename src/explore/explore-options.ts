/** The options of `explore`, and their checks. */
import type { OptionTypes } from '../checks/arguments.ts';
import { BOOLEAN, COUNT, FUNCTION, INTEGER, isObject, OBJECT, oneOf, TEXT, valueType } from '../checks/value-type.ts';
import type { BrokerVersionName, ClientVersionName } from '../index.ts';
import { PLAN_MODES, type PlanMode } from './plans.ts';
import type { Origin, Report } from './report.ts';
import type { Failure, RunCaseOptions } from './run-case.ts';
import type { Shard } from './shard.ts';
import type { Workers } from './workers.ts';

/** The progress of an exploration. */
export interface Progress {
  /** How many histories have been tried. */
  readonly tried: number;
  /** How many there are; `null` if that is not known yet or there is no limit. */
  readonly histories: number | null;
  /** How many different pairs of consecutive events have been seen. */
  readonly pairs: number;
  /** How many histories failed. */
  readonly failed: number;
}

/** Options of `explore`. */
export interface ExploreOptions extends Pick<RunCaseOptions, 'throws' | 'maxEvents'> {
  /** Default 'swarm'. */
  readonly plan?: PlanMode;
  /** The number of histories of all shards. Default 1,000; no limit in systematic modes and if `isTimeUp` is given. */
  readonly runs?: number;
  /** Default 1. */
  readonly seed?: number;
  /** The version of the clients. Default: that of the program's simulation. */
  readonly clientVersion?: ClientVersionName;
  /** The version of the brokers. Default: that of the program's simulation. */
  readonly brokerVersion?: BrokerVersionName;
  /** Tries only the histories of this shard. Default: all histories. */
  readonly shard?: Shard;
  /** Continues after a failure. Default false. */
  readonly all?: boolean;
  /** Called between batches of histories; the exploration ends when it returns true. Default: never. */
  readonly isTimeUp?: () => boolean;
  /** Like `isTimeUp`, but does not change the default of `runs`. For Ctrl-C. Default: never. */
  readonly isStopped?: () => boolean;
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Called at the beginning, between batches of histories and before failures are shrunk, with a function that returns the report so far: for
   * a report that is left if the process is killed. The failures in it are not shrunk.
   */
  readonly onReport?: (reportSoFar: () => Report) => void;
  /** Default: this thread. */
  readonly workers?: Workers;
  /** The command that the message of a failure names. Default: a sentence with the seed. */
  readonly replayCommand?: (failure: Failure) => string;
  /** The name of the program in the report. Default: its own. */
  readonly name?: string;
  /** What the report says of where it comes from. Default: nothing. */
  readonly origin?: Origin;
}

const RUNS = valueType(
  (value): value is number => COUNT.accepts(value) || value === Number.POSITIVE_INFINITY,
  'a whole number above 0, or Infinity',
);
const SHARD = valueType(
  (value): value is Shard =>
    isObject(value) && COUNT.accepts(value.index) && COUNT.accepts(value.count) && value.index <= value.count,
  '{ index, count } of whole numbers above 0, the first not above the second',
);
export const EXPLORE_OPTIONS: OptionTypes<ExploreOptions> = {
  plan: oneOf(PLAN_MODES),
  runs: RUNS,
  seed: INTEGER,
  clientVersion: TEXT,
  brokerVersion: TEXT,
  shard: SHARD,
  all: BOOLEAN,
  isTimeUp: FUNCTION,
  isStopped: FUNCTION,
  onProgress: FUNCTION,
  onReport: FUNCTION,
  workers: OBJECT,
  replayCommand: FUNCTION,
  name: TEXT,
  origin: OBJECT,
  throws: BOOLEAN,
  maxEvents: COUNT,
};
