/** Runs a scenario with the library, and records its history on the way. */
import type { FaultPlan } from '../../../src/index.ts';
import { type RunVerdict, type Simulation, SimulationError } from '../../../src/index.ts';
import { runScenario, type Scenario, type ScenarioContext } from '../../../src/scenario/index.ts';
import type { RecordedProducer } from '../../../src/simulation/checking/recorded-producer.ts';
import type { ClientPart, Facts, Step, VerdictPart } from '../history/step.ts';
import { type Versions, versionOptions } from '../settings/versions.ts';
import { ClusterTap } from './cluster-tap.ts';
import { NetworkTap } from './network-tap.ts';
import { ProducerTap } from './producer-tap.ts';
import { plainFacts, Recorder } from './recorder.ts';

/** What determines a run, besides the program. */
export interface RunInput {
  readonly seed: number;
  /** Settings of every producer, over those that the program gives it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly versions: Versions;
  readonly plan: FaultPlan;
}

export interface RunOutcome {
  /** As `kafka-trial run` prints it. */
  readonly fingerprint: string;
  readonly endMs: number;
  readonly verdict: VerdictPart;
  /** The verdict as text. */
  readonly verdictText: string;
  /** Why the run failed; `null`: it did not. */
  readonly failure: string | null;
  /** Whether it failed because a guarantee is violated, which may be just what the learner wants to see. */
  readonly isViolation: boolean;
  /** The stack of that error, in which the page finds the line of the program; empty if it is not the program's. */
  readonly failureStack: string;
  /** Steps of the run, of which the first ones are recorded. */
  readonly steps: number;
}

/** The verdict of a running program is computed at each step while it has at most so many records. */
const LIVE_RECORDS = 300;
/** A program that never ends is stopped after so many events. */
const MAX_EVENTS = 150_000;

/** Follows a run. */
export interface RunListener {
  /** Takes each step when it is complete. */
  readonly take: (step: Step) => void;
  /** Called after each event of the kernel. */
  readonly event?: () => void;
}

export async function recordRun(scenario: Scenario, input: RunInput, listener: RunListener): Promise<RunOutcome> {
  const { seed, settings, versions, plan } = input;
  let recording: Recording | undefined;
  const recorded: Scenario = {
    ...scenario,
    simulation: { maxEvents: MAX_EVENTS, ...scenario.simulation },
    run: (context) => {
      recording = new Recording(context.sim, listener.take);
      if (listener.event !== undefined) context.sim.parts.kernel.afterEach(listener.event);
      return scenario.run(recording.context(context));
    },
  };
  const run = await runScenario(recorded, seed, { faults: plan, producer: settings, ...versionOptions(versions) });
  const { failure, verdict } = run;
  const last = verdictPart(verdict, 0);
  recording?.end(last, failure === undefined ? endText(last) : messageOf(failure));
  return {
    fingerprint: run.fingerprint,
    endMs: run.endMs,
    verdict: last,
    verdictText: `${verdict}`,
    failure: failure === undefined ? null : messageOf(failure),
    isViolation: failure instanceof SimulationError && failure.guarantee !== null,
    failureStack: failure instanceof Error ? (failure.stack ?? '') : '',
    steps: recording?.recorder.count ?? 0,
  };
}

class Recording {
  readonly recorder: Recorder;
  private readonly sim: Simulation;
  private readonly taps = new Map<string, ProducerTap>();
  private verdict: VerdictPart | null = null;
  private sent = 0;

  constructor(sim: Simulation, take: (step: Step) => void) {
    this.sim = sim;
    this.recorder = new Recorder({ kernel: sim.parts.kernel, startMs: sim.startMs, take });
    const cluster = new ClusterTap(sim, this.recorder);
    new NetworkTap(sim, this.recorder, ({ request }) => {
      const first = request.api === 'Produce' ? request.partitions[0] : undefined;
      return first === undefined ? -1 : cluster.epochOf(first.topic, first.partition);
    });
    sim.trace.on(({ source, event, facts }) => this.traced(source, event, plainFacts(facts)));
    this.wrapClients();
  }

  context(context: ScenarioContext): ScenarioContext {
    const { say, check } = context;
    return {
      sim: this.sim,
      say: (text) => {
        this.recorder.step('program', 'says', { text: text.trim() });
        say(text);
      },
      check: (what, actual, expected) => {
        check(what, actual, expected);
        this.recorder.step('program', 'says', { text: `${what}: ${JSON.stringify(actual)}` });
      },
    };
  }

  end(verdict: VerdictPart, result: string): void {
    const { recorder } = this;
    recorder.step('program', 'ends', { result });
    recorder.change('verdict', verdict);
    recorder.close();
  }

  private traced(source: string, event: string, facts: Facts): void {
    // The log says in Java's words what other steps show.
    if (event === 'log') return;
    const { record } = facts;
    const tap = this.taps.get(source);
    if (tap !== undefined && typeof record === 'number') {
      if (event === 'send waits' && !tap.shows(record)) return;
      tap.traced(event, record);
      this.recordStep(tap, event, record, facts);
    } else this.recorder.traced(source, event, facts);
    if (/^(appends|truncates|batch|callback|send failed)/.test(event)) this.judge();
  }

  /** The record of a send() that had to wait is in its batch, or is not; many such records share a step. */
  private recordStep(tap: ProducerTap, event: string, record: number, facts: Facts): void {
    if (tap.shows(record) || event !== 'record appended') {
      this.recorder.stepAfter(tap.name, event, { ...facts, label: tap.labelOf(record) });
      return;
    }
    const join = { batch: facts.batch, records: Number(facts.row) + 1 };
    if (!this.recorder.amend('join', join)) this.recorder.stepAfter(tap.name, 'join', join);
  }

  private judge(): void {
    if (this.sent > LIVE_RECORDS) return;
    const part = verdictPart(this.sim.verdict(), this.underWay());
    this.sent = part.sent;
    if (this.verdict !== null && JSON.stringify(this.verdict) === JSON.stringify(part)) return;
    this.verdict = part;
    this.recorder.change('verdict', part);
  }

  private underWay(): number {
    let records = 0;
    for (const { underWay } of this.taps.values()) records += underWay;
    return records;
  }

  // --- Clients ---------------------------------------------------------------------------------------------------------

  private wrapClients(): void {
    const { sim, recorder } = this;
    const producer = sim.producer.bind(sim);
    sim.producer = ((config, serializers) => {
      const made = producer(config as object, serializers);
      const { name } = (made as unknown as RecordedProducer<unknown, unknown>).recorder;
      this.taps.set(name, new ProducerTap(made as never, name, sim.trial, recorder, shownSettings(config ?? {})));
      return made;
    }) as Simulation['producer'];
    const consumer = sim.consumer.bind(sim);
    sim.consumer = ((config, deserializers) => {
      const made = consumer(config as object, deserializers);
      this.newClient('consumer');
      return made;
    }) as Simulation['consumer'];
    const admin = sim.admin.bind(sim);
    sim.admin = (config) => {
      const made = admin(config);
      this.newClient('admin');
      return made;
    };
    const sleep = sim.sleep.bind(sim);
    sim.sleep = (ms) => {
      recorder.step('program', 'sleeps', { ms });
      return sleep(ms);
    };
  }

  private newClient(role: 'consumer' | 'admin'): void {
    const name = [...this.sim.parts.clients.knownNames].at(-1) ?? role;
    this.recorder.change(`client ${name}`, otherClient(name, role));
  }
}

/** @param name as in the trace */
function otherClient(name: string, role: 'consumer' | 'admin'): ClientPart {
  const counts = { sent: 0, acknowledged: 0, failed: 0, unknown: 0 };
  return {
    kind: 'client',
    name,
    role,
    waitsFor: null,
    waitsSinceMs: 0,
    slots: [],
    maxInFlight: 0,
    counts,
    isClosed: false,
    settings: [],
  };
}

/** The settings that a program gives a producer, without classes. */
function shownSettings(config: object): readonly string[] {
  const entries = config instanceof Map ? [...config] : Object.entries(config);
  return entries
    .filter(([, value]) => typeof value !== 'function')
    .map(([key, value]) => `${String(key)}=${String(value)}`);
}

/** @param underWay records that the verdict counts as unknown, because their outcome is still to come */
function verdictPart(
  { records, acknowledged, failed, unknown, lost, duplicated, reordered }: RunVerdict,
  underWay: number,
): VerdictPart {
  return {
    kind: 'verdict',
    sent: records.length,
    acknowledged,
    failed,
    unknown: unknown - underWay,
    underWay,
    lost: lost.length,
    duplicated: duplicated.length,
    reordered: reordered.length,
  };
}

function endText({ sent, acknowledged, failed, unknown }: VerdictPart): string {
  return `${sent} records sent, ${acknowledged} acknowledged, ${failed} failed, ${unknown} unknown.`;
}

/** The message of a violated guarantee ends with lines of the trace, which the page shows anyway. */
function messageOf(failure: unknown): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  return failure instanceof SimulationError ? (message.split('\nThe last events:')[0] as string) : message;
}
