/**
 * The entry point `kafka-trial/explore`: running many histories of a program, and running one of them again.
 */

export { type AsTestOptions, asTest } from './as-test.ts';
export { type Case, type ClusterShape, type ProgramInput, readCase, type TopicShape } from './case.ts';
export { CaseError } from './case-error.ts';
export { type CompareVersionsOptions, compareVersions } from './compare-versions.ts';
export type { EventPair } from './coverage.ts';
export { explore } from './explore.ts';
export type { ExploreOptions, Progress } from './explore-options.ts';
export { guaranteesOf } from './guarantees-of.ts';
export { MergeError, type MergeOptions, mergeReports } from './merge-reports.ts';
export { PLAN_MODES, type PlanMode } from './plans.ts';
export { DEFAULT_PROGRAM, defineProgram, type Program, type ProgramFunction, programOf } from './program.ts';
export { CaseFailure, replayCase } from './replay.ts';
export type { ExplorationEnd, FoundFailure, Origin, Report } from './report.ts';
export type { SentRequest } from './requests.ts';
export { type CaseRun, type Failure, type RunCaseOptions, runCase } from './run-case.ts';
export type { Shard } from './shard.ts';
export { type StillFails, shrinkCase, shrinkFailure } from './shrink.ts';
export type { FromTo, RecordDifference, VersionComparison } from './version-comparison.ts';
export type { RecordOutcome } from './version-run.ts';
export { type Batch, type CaseResult, inThisThread, type NumberedCase, type Workers } from './workers.ts';
export { readWorkload, runWorkload, type SendStep, type Step, type Workload } from './workload.ts';
