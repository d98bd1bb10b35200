/**
 * Plays a scenario: our producer, a scripted cluster and an application run on one virtual clock, and their trace is recorded. Decides
 * the order of script, application and I/O thread at one instant, and when the run ends.
 */
import { ByteArraySerializer } from '../../../src/client/index.ts';
import { type ClientVersion, DEFAULT_CLIENT_VERSION } from '../../../src/client/versions/index.ts';
import { KafkaProducer } from '../../../src/producer/kafka-producer.ts';
import { Kernel } from '../../../src/sim/index.ts';
import { Application, type ThreadStep } from './application.ts';
import { CallbackCalls } from './callback-calls.ts';
import { Operations } from './operations.ts';
import { RequestCounter } from './request-numbers.ts';
import { type ClusterOperation, isClusterOperation, type Scenario } from './scenario.ts';
import { ScriptedCluster } from './scripted-cluster.ts';
import { scriptedHost } from './scripted-host.ts';
import { ScriptedNetwork } from './scripted-network.ts';
import { idsOfSteps, type ScenarioProducer, Sends } from './sends.ts';
import { type Trace, TraceRecorder } from './trace.ts';
import { traceError } from './trace-errors.ts';
import { TRACE_INTERCEPTOR, traceInterceptor } from './trace-interceptor.ts';
import { traceMetrics } from './trace-metrics.ts';
import { traceLogLine, watchProducer } from './watched-producer.ts';

const METRICS_PUSH = 'enable.metrics.push';
const START_MS = 1_700_000_000_000;
/** Far more than any scenario needs: a run with so many events would not end. */
const MAX_EVENTS = 5_000_000;

/** @param version of the client and of the scripted brokers */
export async function play(scenario: Scenario, version: ClientVersion = DEFAULT_CLIENT_VERSION): Promise<Trace> {
  const trace = new TraceRecorder(new Kernel({ startMs: START_MS }));
  let run: Run;
  try {
    run = new Run(scenario, version, trace);
  } catch (error) {
    trace.record('constructFailed', { error: traceError(error) });
    const head = { scenario: scenario.name, kafkaVersion: version.name, startMs: START_MS };
    return { ...head, finish: 'constructFailed', finishT: trace.t, events: trace.events, futures: [] };
  }
  return await run.play();
}

class Run {
  private readonly scenario: Scenario;
  private readonly version: ClientVersion;
  private readonly kernel: Kernel;
  private readonly trace: TraceRecorder;
  private readonly sends: Sends;
  private readonly network: ScriptedNetwork;
  private readonly producer: ScenarioProducer;
  private readonly application: Application;
  /** Whether threads of the application may be able to run. */
  private isApplicationDue = true;
  /** Whether a step is due at this instant. It runs after all other events of this instant. */
  private isStepDue = false;

  constructor(scenario: Scenario, version: ClientVersion, trace: TraceRecorder) {
    const { kernel } = trace;
    this.scenario = scenario;
    this.version = version;
    this.kernel = kernel;
    this.trace = trace;
    this.sends = new Sends(trace);
    const cluster = new ScriptedCluster(scenario.cluster);
    const counter = new RequestCounter();
    const onOperation = (op: ClusterOperation): void => trace.record('clusterOp', { op });
    this.network = new ScriptedNetwork({ kernel, cluster, scenario, version, counter, onOperation });
    const userVisible = (): void => {
      this.isApplicationDue = true;
    };
    const clientHost = scriptedHost({
      kernel,
      network: this.network,
      scenario,
      trace,
      log: (line) => traceLogLine(trace, line),
      userVisible,
    });
    this.schedule();
    const serializers = scenario.passSerializers ? { key: ByteArraySerializer, value: ByteArraySerializer } : {};
    const config = configuration(scenario, version, trace);
    this.producer = new KafkaProducer(config, clientHost, { clientNumber: 1, version, ...serializers });
    watchProducer(this.producer, { trace, cluster, counter, traceRecords: scenario.traceRecords });
    const callbackCalls = new CallbackCalls(this.producer, trace, this.sends);
    const operations = new Operations(this.producer, trace, this.sends, callbackCalls);
    this.application = new Application(this.stepsByThread(), operations);
  }

  async play(): Promise<Trace> {
    const finish = await this.runUntilEnd();
    return {
      scenario: this.scenario.name,
      kafkaVersion: this.version.name,
      startMs: START_MS,
      finish,
      finishT: this.trace.t,
      events: this.trace.events,
      futures: await this.sends.futures(),
      metrics: traceMetrics(this.producer),
    };
  }

  private async runUntilEnd(): Promise<string> {
    const { kernel, scenario } = this;
    const { untilMs, maxTimeMs = Number.POSITIVE_INFINITY } = scenario;
    const limitMs = START_MS + (untilMs ?? maxTimeMs);
    this.runScript(0);
    const lastStepMs = START_MS + Math.max(0, ...scenario.steps.map((step) => step.at));
    for (;;) {
      if (this.isApplicationDue && !this.isStepDue) {
        this.isApplicationDue = false;
        await this.application.run(this.trace.t);
      }
      const isTimeToMove = (kernel.nextAtMs ?? Number.POSITIVE_INFINITY) > kernel.now();
      if (untilMs === undefined && isTimeToMove && kernel.now() >= lastStepMs && this.isDone()) return 'quiescent';
      if (kernel.nextAtMs === undefined || kernel.nextAtMs > limitMs) {
        if (kernel.nextAtMs === undefined) return 'deadlock-or-idle';
        kernel.run({ untilMs: limitMs });
        return 'until';
      }
      if (kernel.eventCount > MAX_EVENTS) return 'gave up';
      kernel.step();
    }
  }

  private isDone(): boolean {
    return this.application.isOver && this.sends.areOver();
  }

  /**
   * Schedules the times of all steps before any other event, so that the script runs first at each of them. The application runs after
   * all other events of that instant (for example the timeout of a waiting call), but before the I/O thread, which schedules itself again
   * at the end of a wait.
   */
  private schedule(): void {
    const { kernel, scenario } = this;
    for (const at of new Set(scenario.steps.map((step) => step.at))) {
      if (at === 0) continue;
      kernel.scheduleAt(START_MS + at, () => {
        this.isStepDue = true;
        kernel.schedule(0, () => {
          this.isStepDue = false;
          this.isApplicationDue = true;
        });
        this.runScript(at);
      });
    }
  }

  private runScript(at: number): void {
    for (const [index, step] of this.scenario.steps.entries()) {
      if (step.at !== at || !isClusterOperation(step)) continue;
      const operation: ClusterOperation & { readonly step: number } = { ...step, step: index };
      this.network.perform(operation);
    }
  }

  private stepsByThread(): Map<string, ThreadStep[]> {
    const ids = idsOfSteps(this.scenario.steps);
    const threads = new Map<string, ThreadStep[]>([['main', []]]);
    for (const [index, step] of this.scenario.steps.entries()) {
      if (isClusterOperation(step)) continue;
      const { thread = 'main', at } = step;
      const steps = threads.get(thread) ?? [];
      threads.set(thread, steps);
      steps.push({ index, at, operation: step, ids: ids.get(index) ?? [] });
    }
    return threads;
  }
}

function configuration({ config }: Scenario, { keys }: ClientVersion, trace: TraceRecorder): Map<string, unknown> {
  const given = new Map<string, unknown>();
  for (const [key, value] of Object.entries(config)) {
    given.set(key, typeof value === 'number' || typeof value === 'boolean' ? String(value) : value);
  }
  if (given.get('interceptor.classes') === TRACE_INTERCEPTOR)
    given.set('interceptor.classes', [traceInterceptor(trace)]);
  // The recorder of the golden traces closed no idle connections.
  given.set('connections.max.idle.ms', '-1');
  // Nor did it push metrics, unless a scenario asks for it.
  if (keys.producer[METRICS_PUSH] !== undefined && !given.has(METRICS_PUSH)) given.set(METRICS_PUSH, 'false');
  return given;
}
