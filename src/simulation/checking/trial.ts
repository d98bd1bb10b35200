/**
 * Holds a simulation to its guarantees: chooses them, logs what producers send, and offers both the guarantees and the test kits
 * a read-only view of the run.
 */
import type { Cluster, TopicState } from '../../broker/index.ts';
import { unexpected } from '../../checks/arguments.ts';
import { describeValue } from '../../checks/describe-value.ts';
import { didYouMean } from '../../checks/nearest-name.ts';
import { isObject } from '../../checks/value-type.ts';
import {
  GUARANTEE_NAMES,
  GUARANTEES,
  type Guarantee,
  type GuaranteeChoice,
  type GuaranteeName,
  type ProducerView,
  type ReplicaView,
  type RunMemo,
  type RunView,
  type SentBatch,
} from '../../guarantees/index.ts';
import { MemoOfRun } from '../../guarantees/run-memo.ts';
import type { Payload } from '../../protocol/records/payload.ts';
import {
  Guarantees,
  type Invariant,
  type Kernel,
  type SimulationProblem,
  type Validation,
  type Violation,
} from '../../sim/index.ts';
import type { Trace } from '../events/simulation-events.ts';
import type { BrokerNodes } from '../hosts/broker-nodes.ts';
import type { FailureFactory } from '../run/failure-factory.ts';
import type { RunProgress } from '../run/run-progress.ts';
import type { BatchEntry, RecordEntry, RecordedRun } from './record-log.ts';
import type { RecordingOptions } from './recording-options.ts';
import { judge, type RunVerdict } from './verdict.ts';

export interface TrialOptions {
  readonly kernel: Kernel;
  readonly cluster: Cluster;
  readonly brokers: BrokerNodes;
  readonly trace: Trace;
  /** Start of the run, in ms since the epoch. */
  readonly startMs: number;
  readonly failures: FailureFactory;
  readonly progress: RunProgress;
  readonly guarantees: GuaranteeChoice;
  readonly breaks: readonly GuaranteeName[];
}

/** What was sent by one producer. */
export interface RecordedSends extends ProducerView {
  readonly sends: readonly RecordEntry[];
}

export class Trial implements RecordedRun {
  /** Own producers, and those of real clients. */
  readonly producers: RecordedSends[] = [];
  readonly memo: RunMemo = new MemoOfRun();
  /** Whether there are guarantees to check, and every record is therefore logged until the end of the run. */
  readonly isOn: boolean;
  private readonly options: TrialOptions;
  private readonly guarantees: Guarantees<RunView>;
  private readonly batches = new Map<readonly Payload[], BatchEntry>();
  /** The replicas of `knownTopics`. */
  private knownReplicas: readonly ReplicaView[] = [];
  private knownTopics: readonly TopicState[] | null = null;
  /** The kernel's number of events when the guarantees were last checked; -1 if a violation is expected and was never looked for. */
  private checkedEvents: number;

  constructor(options: TrialOptions) {
    this.options = options;
    const { guarantees, breaks, failures, kernel } = options;
    const chosen = chosenGuarantees(guarantees, breaks, failures);
    this.checkedEvents = breaks.length > 0 ? -1 : 0;
    this.isOn = guarantees !== 'none' || breaks.length > 0;
    const invariants = chosen.filter((guarantee): guarantee is Invariant<RunView> => 'check' in guarantee);
    const validations = chosen.filter((guarantee): guarantee is Validation<RunView> => 'validate' in guarantee);
    const { circumstances } = failures;
    this.guarantees = new Guarantees<RunView>(this, {
      invariants,
      validations,
      breaks: new Set(breaks),
      circumstances,
    });
    if (invariants.length > 0) this.guarantees.watch(kernel);
  }

  /** Returns how to record the producer on `host`; `null` if neither the trace nor a guarantee needs it. */
  recordingOf(host: string): RecordingOptions | null {
    const { trace, kernel, cluster } = this.options;
    if (!this.isOn && !trace.isOn) return null;
    return {
      name: this.freeName(host),
      run: this,
      now: () => kernel.now(),
      trace: trace.isOn ? (event, facts) => trace.record(kernel.now(), host, event, facts) : null,
      batches: this.batches,
      keepsEntries: this.isOn,
      topicIdOf: (topic) => cluster.topics.find(({ name }) => name === topic)?.topicId,
    };
  }

  /** Such as `shop`, or `shop (2)` if there is a producer of that name already. */
  freeName(wanted: string): string {
    const namesakes = this.producers.filter(({ name }) => name === wanted || name.startsWith(`${wanted} (`)).length;
    return namesakes === 0 ? wanted : `${wanted} (${namesakes + 1})`;
  }

  /** Recognises the batch in logs from now on. */
  remember(batch: BatchEntry): void {
    this.batches.set(batch.values, batch);
  }

  get trace(): Trace {
    return this.options.trace;
  }

  get startMs(): number {
    return this.options.startMs;
  }

  get failures(): FailureFactory {
    return this.options.failures;
  }

  get progress(): RunProgress {
    return this.options.progress;
  }

  /** @throws SimulationError for a guarantee that is violated, or for an expected violation that did not occur */
  validate(): void {
    this.markChecked();
    this.guarantees.validate();
  }

  /** Whether the guarantees have to be checked, since events have run that no check has seen. */
  get isUnchecked(): boolean {
    return this.isOn && this.options.kernel.eventCount > this.checkedEvents;
  }

  /** Notes that whether the guarantees hold so far is known. */
  markChecked(): void {
    this.checkedEvents = this.options.kernel.eventCount;
  }

  /** Returns what `validate` would throw for; `undefined` if it would not throw. */
  findProblem(): SimulationProblem | undefined {
    this.markChecked();
    return this.guarantees.findProblem();
  }

  /** @throws SimulationError of kind 'misuse' if records were not logged */
  verdict(): RunVerdict {
    const { failures, trace, startMs } = this.options;
    if (!this.isOn) {
      throw failures.misuse(
        "There is no verdict, because sent records were not logged: make the simulation with { guarantees: 'all' }.",
      );
    }
    return judge(this, { trace, startMs, expectedViolations: this.guarantees.expectedViolations });
  }

  /** Which guarantees are violated at present, of those that are checked at the end of a run. */
  violations(): readonly Violation[] {
    return this.guarantees.violations();
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
      this.knownReplicas = this.options.cluster.replicas().filter(({ topic }) => names.has(topic));
    }
    return this.knownReplicas;
  }

  batchOf(values: readonly Payload[]): SentBatch | undefined {
    return this.batches.get(values);
  }
}

const CHOICES = "'all', 'none' or a list of names";

function chosenGuarantees(
  choice: GuaranteeChoice,
  breaks: readonly GuaranteeName[],
  failures: FailureFactory,
): readonly Guarantee[] {
  const wanted = choice === 'all' ? GUARANTEE_NAMES : choice === 'none' ? [] : choice;
  if (!Array.isArray(wanted))
    throw failures.misuse(unexpected("option 'guarantees'", CHOICES, choice, ['all', 'none']));
  if (!Array.isArray(breaks)) throw failures.misuse(unexpected("option 'breaks'", 'a list of names', breaks));
  if (choice === 'all' && breaks.length === 0) return GUARANTEE_NAMES.map((name) => GUARANTEES[name].create());
  return Array.from(new Set<unknown>([...wanted, ...breaks]), (guarantee) => {
    if (typeof guarantee === 'function') return (guarantee as () => Guarantee)();
    if (isOwn(guarantee)) return guarantee;
    if (GUARANTEE_NAMES.includes(guarantee as GuaranteeName)) return GUARANTEES[guarantee as GuaranteeName].create();
    const hint = typeof guarantee === 'string' ? didYouMean(guarantee, GUARANTEE_NAMES) : '';
    throw failures.misuse(
      `Unknown guarantee ${typeof guarantee === 'string' ? `'${guarantee}'` : describeValue(guarantee)}.${hint} The guarantees are ${GUARANTEE_NAMES.join(', ')}.`,
    );
  });
}

/** Whether it is a guarantee of the user's own. */
function isOwn(guarantee: unknown): guarantee is Guarantee {
  return isObject(guarantee) && ('check' in guarantee || 'validate' in guarantee);
}
