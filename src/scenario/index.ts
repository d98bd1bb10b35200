/**
 * The entry point `kafka-trial/scenario`: scenarios as `kafka-trial run` plays them, and the types that `fork` takes
 * and returns.
 */

// --- Defining a scenario ---------------------------------------------------------------------------------------------

export { defineScenario, type Scenario, type ScenarioContext, ScenarioError } from './scenario.ts';

// --- Running one from a program --------------------------------------------------------------------------------------

export { type RenderOptions, renderScenarioRun } from './render.ts';
export { type RunScenarioOptions, runScenario, type ScenarioRun, type TranscriptLine } from './scenario.ts';

// --- Forks: two runs of one seed that differ from a given moment on --------------------------------------------------

export { type Fork, ForkError, type ForkedProgram, type ForkOptions, type ForkSide, fork } from './fork.ts';
