/**
 * The trial: which guarantees a simulation is held to, and what they look at.
 *
 * Owns: the choice of guarantees, the notes on every producer, and the read-only view of the cluster.
 * Refuses to know: what is guaranteed (invariants), and when a run is over.
 */
import type { Cluster, TopicState } from '../../broker/index.ts';
import {
  GUARANTEE_NAMES,
  GUARANTEES,
  type Guarantee,
  type GuaranteeChoice,
  type GuaranteeName,
  type ReplicaView,
  type SentBatch,
  type TrialSubject,
} from '../../guarantees/index.ts';
import type { Payload } from '../../protocol/payload.ts';
import {
  Guarantees,
  type Invariant,
  type Kernel,
  type SimulationProblem,
  type Trace,
  type Validation,
} from '../../sim/index.ts';
import type { BrokerNodes } from '../hosts/broker-nodes.ts';
import type { FailureFactory } from '../run/failure-factory.ts';
import type { ProducerWatch, WatchOptions } from './producer-watch.ts';
import type { BatchNote } from './sent-notes.ts';
import { judge, type RunVerdict } from './verdict.ts';

export interface TrialOptions {
  readonly kernel: Kernel;
  readonly cluster: Cluster;
  readonly brokers: BrokerNodes;
  readonly trace: Trace;
  readonly startMs: number;
  readonly failing: FailureFactory;
  readonly guarantees: GuaranteeChoice;
  readonly breaks: readonly GuaranteeName[];
}

/** What the simulation gives to a producer's watch; the rest is the producer's own. */
export type WatchOrder = Omit<WatchOptions, 'deliveryTimeoutMs' | 'requestTimeoutMs' | 'pool'>;

export class Trial implements TrialSubject {
  readonly producers: ProducerWatch[] = [];
  private readonly options: TrialOptions;
  private readonly guarantees: Guarantees<TrialSubject>;
  /** Every record is written down until the end. */
  readonly isOn: boolean;
  private readonly batches = new Map<readonly Payload[], BatchNote>();
  /** The replicas of `knownTopics`. */
  private knownReplicas: readonly ReplicaView[] = [];
  private knownTopics: readonly TopicState[] | null = null;

  constructor(options: TrialOptions) {
    this.options = options;
    const { guarantees, breaks, failing, kernel } = options;
    this.isOn = guarantees !== 'none' || breaks.length > 0;
    const made = chosenGuarantees(guarantees, breaks, failing);
    const invariants = made.filter((guarantee): guarantee is Invariant<TrialSubject> => 'check' in guarantee);
    const validations = made.filter((guarantee): guarantee is Validation<TrialSubject> => 'validate' in guarantee);
    const { circumstances } = failing;
    this.guarantees = new Guarantees<TrialSubject>(this, {
      invariants,
      validations,
      breaks: new Set(breaks),
      circumstances,
    });
    if (invariants.length > 0) this.guarantees.watch(kernel);
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

  get failing(): FailureFactory {
    return this.options.failing;
  }

  /** @throws SimulationError for a guarantee that is broken, or was to be */
  validate(): void {
    this.guarantees.validate();
  }

  /** What `validate` would throw for; undefined if all is well. */
  findProblem(): SimulationProblem | undefined {
    return this.guarantees.findProblem();
  }

  /** @throws SimulationError if no records were written down */
  verdict(): RunVerdict {
    const { failing, trace, startMs } = this.options;
    if (!this.isOn) {
      throw failing.misuse(
        "There is no verdict: nothing was written down of what was sent. Make the simulation with { guarantees: 'all' }.",
      );
    }
    return judge(this, { trace, startMs, breaches: this.guarantees.announced });
  }

  // --- What the guarantees look at -----------------------------------------------------------------------------------------

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

function chosenGuarantees(
  choice: GuaranteeChoice,
  breaks: readonly GuaranteeName[],
  failing: FailureFactory,
): readonly Guarantee[] {
  const kept = choice === 'all' ? GUARANTEE_NAMES : choice === 'none' ? [] : choice;
  const made: Guarantee[] = [];
  for (const chosen of new Set([...kept, ...breaks])) {
    if (typeof chosen === 'string' && !GUARANTEE_NAMES.includes(chosen)) {
      throw failing.misuse(`There is no guarantee '${chosen}'; there are ${GUARANTEE_NAMES.join(', ')}.`);
    }
    made.push(typeof chosen === 'string' ? GUARANTEES[chosen]() : typeof chosen === 'function' ? chosen() : chosen);
  }
  return made;
}
