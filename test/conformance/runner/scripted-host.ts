/**
 * The ClientHost of a scenario's producer: the virtual clock, connections to the scripted cluster, and fixed numbers in place of random
 * ones.
 */
import type { ClientHost, DrawPurpose, LogLine } from '../../../src/client/index.ts';
import type { Kernel } from '../../../src/sim/index.ts';
import type { Scenario } from './scenario.ts';
import type { ScriptedNetwork } from './scripted-network.ts';
import type { TraceRecorder } from './trace.ts';

/** The drawn number that the producer turns into the jitter `factor`; see connectionJitter. */
const jitterDraw = (factor: number): number => Math.round(factor * 1000) - 800;

export interface HostOptions {
  readonly kernel: Kernel;
  readonly network: ScriptedNetwork;
  readonly scenario: Scenario;
  readonly trace: TraceRecorder;
  readonly log: (line: LogLine) => void;
  /** Called when something has happened that a thread of the application may wait for. */
  readonly userVisible: () => void;
}

export function scriptedHost({ kernel, network, scenario, trace, log, userVisible }: HostOptions): ClientHost {
  const { random, jitterFactor } = scenario;
  let drawn = 0;
  const nextForPartition = (): number => {
    const index = drawn++;
    const value = random === undefined || random.length === 0 ? index : (random[index % random.length] as number);
    trace.record('partitionerRandom', { value });
    return value;
  };
  const draws: Readonly<Record<DrawPurpose, () => number>> = {
    partition: nextForPartition,
    'connection jitter': () => jitterDraw(jitterFactor),
    'retry jitter': () => jitterDraw(jitterFactor),
    'least loaded node': () => 0,
  };
  return {
    now: () => kernel.now(),
    schedule: (delayMs, task, background) => kernel.schedule(delayMs, task, background),
    alarm: (task) => kernel.alarm(task),
    pollSlackMs: () => 0,
    connect: (host, port, _clientId, listener) => network.connect(host, port, listener),
    nextInt: (_bound, purpose) => draws[purpose](),
    log,
    userCodeThrew: () => {},
    userVisible,
    userWaits: () => {},
    isQuiet: () => false,
  };
}
