/**
 * The door `kafka-trial/explore`: trying many histories of a program, and one of them again.
 */

export { type AsTestOptions, asTest } from './as-test.ts';
export { type Case, type ClusterShape, type ProgramInput, readCase, type TopicShape } from './case.ts';
export { CaseError } from './case-error.ts';
export type { EventPair } from './coverage.ts';
export { type ExploreOptions, explore, type Progress } from './explore.ts';
export { guaranteesOf } from './guarantees-of.ts';
export { PLAN_MODES, type PlanMode } from './plans.ts';
export { DEFAULT_PROGRAM, defineProgram, type Program, type ProgramFunction, programOf } from './program.ts';
export { CaseFailure, replayCase } from './replay.ts';
export { type FoundFailure, MergeError, mergeReports, type Report } from './report.ts';
export type { SentRequest } from './requests.ts';
export type { Shard } from './shard.ts';
export { type StillFails, shrinkCase, shrinkFailure } from './shrink.ts';
export { type Failure, type Tried, type TryOptions, tryCase } from './try-case.ts';
export { type Attempt, type Batch, inThisThread, type NumberedCase, type Workers } from './workers.ts';
export { playWorkload, readWorkload, type SendStep, type Step, type Workload } from './workload.ts';
