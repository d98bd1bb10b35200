/**
 * The trial: which promises a simulation is held to, and what they look at.
 *
 * Owns: the choice of promises, the notes on every producer, and the read-only view of the cluster.
 * Refuses to know: what is promised (invariants), and when a run is over.
 */
import type { Cluster, TopicState } from '../broker/index.ts';
import {
  PROMISE_NAMES,
  PROMISES,
  type Promised,
  type PromiseName,
  type ReplicaView,
  type SentBatch,
  type TrialSubject,
} from '../invariants/index.ts';
import type { Payload } from '../protocol/payload.ts';
import {
  type Invariant,
  type Kernel,
  Promises,
  type SimulationProblem,
  type Trace,
  type Validation,
} from '../sim/index.ts';
import type { BrokerNodes } from './broker-nodes.ts';
import type { Failing } from './failing.ts';
import type { ProducerWatch, WatchOptions } from './producer-watch.ts';
import type { BatchNote } from './sent-notes.ts';
import { judge, type Verdict } from './verdict.ts';

/** A promise of the user's own: the promise itself, or, if it remembers what it has seen, how to make it anew for each run. */
export type OwnPromise = Promised | (() => Promised);

/** Which promises to hold a run to: all of ours, none, or some of ours and the user's own. */
export type PromiseChoice = 'all' | 'none' | readonly (PromiseName | OwnPromise)[];

export interface TrialOptions {
  readonly kernel: Kernel;
  readonly cluster: Cluster;
  readonly brokers: BrokerNodes;
  readonly trace: Trace;
  readonly startMs: number;
  readonly failing: Failing;
  readonly promises: PromiseChoice;
  readonly breaks: readonly PromiseName[];
}

/** What the simulation gives to a producer's watch; the rest is the producer's own. */
export type WatchOrder = Omit<WatchOptions, 'deliveryTimeoutMs' | 'requestTimeoutMs' | 'pool'>;

export class Trial implements TrialSubject {
  readonly producers: ProducerWatch[] = [];
  private readonly options: TrialOptions;
  private readonly promises: Promises<TrialSubject>;
  /** Every record is written down until the end. */
  readonly isOn: boolean;
  private readonly batches = new Map<readonly Payload[], BatchNote>();
  /** The replicas of `knownTopics`. */
  private knownReplicas: readonly ReplicaView[] = [];
  private knownTopics: readonly TopicState[] | null = null;

  constructor(options: TrialOptions) {
    this.options = options;
    const { promises, breaks, failing, kernel } = options;
    this.isOn = promises !== 'none' || breaks.length > 0;
    const made = chosenPromises(promises, breaks, failing);
    const invariants = made.filter((promise): promise is Invariant<TrialSubject> => 'check' in promise);
    const validations = made.filter((promise): promise is Validation<TrialSubject> => 'validate' in promise);
    const { circumstances } = failing;
    this.promises = new Promises<TrialSubject>(this, {
      invariants,
      validations,
      breaks: new Set(breaks),
      circumstances,
    });
    if (invariants.length > 0) this.promises.watch(kernel);
  }

  /** How to watch the producer on `host`; `null` if nobody would look. */
  watchOrder(host: string): WatchOrder | null {
    const { trace, kernel, cluster } = this.options;
    if (!this.isOn && !trace.isOn) return null;
    const namesakes = this.producers.filter(({ name }) => name === host || name.startsWith(`${host} (`)).length;
    return {
      name: namesakes === 0 ? host : `${host} (${namesakes + 1})`,
      now: () => kernel.now(),
      tell: trace.isOn ? (event, facts) => trace.record(kernel.now(), host, event, facts) : null,
      batches: this.batches,
      isKeeping: this.isOn,
      trial: this,
      topicIdOf: (topic) => cluster.topics.find(({ name }) => name === topic)?.topicId,
    };
  }

  get trace(): Trace {
    return this.options.trace;
  }

  /** ms since the epoch. */
  get startMs(): number {
    return this.options.startMs;
  }

  get failing(): Failing {
    return this.options.failing;
  }

  /** @throws SimulationError for a promise that is broken, or was to be */
  validate(): void {
    this.promises.validate();
  }

  /** What `validate` would throw for; undefined if all is well. */
  findProblem(): SimulationProblem | undefined {
    return this.promises.findProblem();
  }

  /** @throws SimulationError if no records were written down */
  verdict(): Verdict {
    const { failing, trace, startMs } = this.options;
    if (!this.isOn) {
      throw failing.misuse(
        "There is no verdict: nothing was written down of what was sent. Make the simulation with { promises: 'all' }.",
      );
    }
    return judge(this, { trace, startMs, breaches: this.promises.announced });
  }

  // --- What the promises look at -----------------------------------------------------------------------------------------

  get nowMs(): number {
    return this.options.kernel.now();
  }

  get clusterVersion(): number {
    return this.options.brokers.version;
  }

  get topics(): readonly TopicState[] {
    return this.options.cluster.topics;
  }

  get replicas(): readonly ReplicaView[] {
    const { topics } = this;
    if (topics !== this.knownTopics) {
      const names = new Set(topics.map(({ name }) => name));
      this.knownTopics = topics;
      this.knownReplicas = Array.from(this.options.cluster.replicas()).filter(({ topic }) => names.has(topic));
    }
    return this.knownReplicas;
  }

  batchOf(values: readonly Payload[]): SentBatch | undefined {
    return this.batches.get(values);
  }
}

function chosenPromises(choice: PromiseChoice, breaks: readonly PromiseName[], failing: Failing): readonly Promised[] {
  const kept = choice === 'all' ? PROMISE_NAMES : choice === 'none' ? [] : choice;
  const made: Promised[] = [];
  for (const chosen of new Set([...kept, ...breaks])) {
    if (typeof chosen === 'string' && !PROMISE_NAMES.includes(chosen)) {
      throw failing.misuse(`There is no promise '${chosen}'; there are ${PROMISE_NAMES.join(', ')}.`);
    }
    made.push(typeof chosen === 'string' ? PROMISES[chosen]() : typeof chosen === 'function' ? chosen() : chosen);
  }
  return made;
}
