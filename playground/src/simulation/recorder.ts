/**
 * Records the history of a run as steps. Taps (network-tap.ts and others) tell it what happens and notice what has changed.
 *
 * A step contains all changes from its own beginning until the next step begins, or until the event of the kernel is over.
 */
import type { Kernel } from '../../../src/sim/index.ts';
import { captionOf } from '../history/captions.ts';
import type { Change, Facts, Part, Step } from '../history/step.ts';

/** A history longer than this would take the memory of the page; the run itself goes on. */
const MAX_STEPS = 60_000;

const REPLICATION_EVENTS: readonly string[] = ['appends', 'truncates', 'high watermark'];

interface RecorderOptions {
  readonly kernel: Kernel;
  /** Start of the run, in ms since the epoch. */
  readonly startMs: number;
  /** Takes finished steps, in order. */
  readonly take: (step: Step) => void;
}

type OpenStep = { -readonly [Key in keyof Omit<Step, 'changes'>]: Step[Key] } & { changes: Change[] };

export class Recorder {
  /** Steps so far, including those that were not kept. */
  count = 0;
  private readonly options: RecorderOptions;
  private readonly watches: (() => void)[] = [];
  private open: OpenStep | null = null;

  constructor(options: RecorderOptions) {
    this.options = options;
    options.kernel.afterEach(() => this.collect());
  }

  /** Calls `look` whenever a step ends: it reports what has changed, by `change`. */
  watch(look: () => void): void {
    this.watches.push(look);
  }

  /** Virtual time since the start. */
  get nowMs(): number {
    return this.options.kernel.now() - this.options.startMs;
  }

  /** A step begins, whose changes are to come. */
  step(source: string, event: string, facts: Facts): void {
    this.close();
    this.begin(source, event, facts);
  }

  /** A step begins whose changes have just been made. */
  stepAfter(source: string, event: string, facts: Facts): void {
    this.finish();
    this.begin(source, event, facts);
    this.collect();
  }

  /** A step for an event of the trace: the cluster's events are written when the change has been made, others before it. */
  traced(source: string, event: string, facts: Facts): void {
    if (source === 'cluster' || REPLICATION_EVENTS.includes(event)) this.stepAfter(source, event, facts);
    else this.step(source, event, facts);
  }

  /** Changes a part of the picture at the present step. */
  change(key: string, value: Part | null): void {
    if (this.open !== null && this.open.atMs !== this.nowMs) this.finish();
    this.open ??= {
      atMs: this.nowMs,
      source: '',
      event: 'changes',
      facts: {},
      caption: '',
      weight: 'quiet',
      changes: [],
    };
    this.open.changes.push([key, value]);
  }

  /** Changes the last step, as long as it is open: several records that join a batch at once are one step. */
  amend(event: string, facts: Facts): boolean {
    const { open } = this;
    if (open === null || open.event !== event || open.facts.batch !== facts.batch || open.atMs !== this.nowMs)
      return false;
    Object.assign(open, { facts, ...captionOf({ source: open.source, event, facts }) });
    return true;
  }

  /** Ends the step that is open, if any. */
  close(): void {
    this.collect();
    this.finish();
  }

  private finish(): void {
    const { open } = this;
    this.open = null;
    if (open === null) return;
    this.count++;
    if (this.count <= MAX_STEPS) this.options.take(open);
  }

  private begin(source: string, event: string, facts: Facts): void {
    this.open = { atMs: this.nowMs, source, event, facts, ...captionOf({ source, event, facts }), changes: [] };
  }

  private collect(): void {
    for (const look of this.watches) look();
  }
}

/** The facts of a trace entry as the page gets them. */
export function plainFacts(facts: Readonly<Record<string, unknown>>): Facts {
  const plain: Record<string, string | number | boolean | undefined> = {};
  for (const [key, value] of Object.entries(facts)) {
    const isPlain = ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
    plain[key] = isPlain ? (value as Facts[string]) : JSON.stringify(value, asText);
  }
  return plain;
}

function asText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value;
}
