/**
 * The world of a scenario's producer: virtual time, the scripted cluster, and nothing left to chance.
 *
 * Owns: how the producer's needs are met, draws above all.
 * Refuses to know: who waits for what (application.ts).
 */
import type { ClientHost, DrawPurpose, LogLine } from '../../../src/client/index.ts';
import type { Kernel } from '../../../src/sim/index.ts';
import type { Scenario } from './scenario.ts';
import type { ScriptedNetwork } from './scripted-network.ts';
import type { TraceRecorder } from './trace.ts';

/** What the producer takes for a factor of 1 comes to this draw; see connectionJitter. */
const jitterDraw = (factor: number): number => Math.round(factor * 1000) - 800;

export interface HostOptions {
  readonly kernel: Kernel;
  readonly network: ScriptedNetwork;
  readonly scenario: Scenario;
  readonly trace: TraceRecorder;
  readonly log: (line: LogLine) => void;
  /** Something the application's threads may wait for has happened. */
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
    userVisible,
    userWaits: () => {},
    isQuiet: () => false,
  };
}
