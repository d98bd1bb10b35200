/** A run as steps: what happens at one actor, or goes from one to another. Every event of the trace is a step, and every send(). */
import type { SentRecord } from '../../guarantees/index.ts';
import type { TraceEvent } from '../../simulation/events/simulation-events.ts';
import { actorOf } from './actor.ts';
import type { Exchange, Exchanges } from './exchanges.ts';
import { labelOf } from './labels.ts';
import type { Lane, Lanes } from './lanes.ts';

/**
 * How a step is to be looked at: `good` ends well and `bad` does not, `wait` costs time, `fault` was injected, `quiet` is seldom of interest, such as connections
 * and the log.
 */
export type Tone = 'plain' | 'good' | 'bad' | 'wait' | 'fault' | 'quiet';

export interface Step {
  /** In ms since the epoch. */
  readonly atMs: number;
  readonly from: Lane;
  /** `null`: the step is at one actor. */
  readonly to: Lane | null;
  readonly label: string;
  readonly tone: Tone;
  /** Of a request or a response. */
  readonly exchange: Exchange | null;
  /** A fault loses the message on its way. */
  readonly isLost: boolean;
  /** The producer that the step is about; `null` if there is none. */
  readonly producer: string | null;
  /** Names of batches of that producer that the step is about. */
  readonly batches: readonly string[];
  /** Number of a record of that producer that the step is about; 0: none. */
  readonly record: number;
  /** `null` for a send(), of which the trace has no event. */
  readonly entry: TraceEvent | null;
  /** The place of its entry in the trace; of a send(), that of the entry after it. */
  readonly place: number;
}

/** A record, and how many entries the trace had when it was sent. */
export type PlacedRecord = SentRecord & { readonly sentPlace: number };

export interface StepSources {
  readonly entries: readonly TraceEvent[];
  readonly lanes: Lanes;
  readonly exchanges: Exchanges;
  /** By the order of their send(). Empty if records were not logged. */
  readonly records: readonly PlacedRecord[];
}

/** The steps of a run in order. A step whose actor is unknown is left out. */
export function stepsOf({ entries, lanes, exchanges, records }: StepSources): readonly Step[] {
  const steps: Step[] = [];
  const sends = records.toSorted((one, other) => one.sentPlace - other.sentPlace);
  let next = 0;
  const addSends = (place: number): void => {
    for (; next < sends.length && sends[next]!.sentPlace <= place; next++) {
      const step = sendStep(sends[next]!, lanes);
      if (step !== null) steps.push(step);
    }
  };
  for (const [place, entry] of entries.entries()) {
    addSends(place);
    const step = stepOf(entry, place, { lanes, exchanges });
    if (step !== null) steps.push(step);
  }
  addSends(entries.length);
  return steps;
}

/** Records of real clients are known only from their requests, so that there is no send(). */
function sendStep({ producer, number, topic, sentMs, sentPlace }: PlacedRecord, lanes: Lanes): Step | null {
  const from = lanes.isProducer(producer) ? lanes.application(producer) : null;
  if (from === null) return null;
  const to = lanes.accumulator(producer);
  const label = `send() record ${number} → ${topic}`;
  const about = { producer, batches: [], record: number, exchange: null, isLost: false, entry: null, place: sentPlace };
  return { atMs: sentMs, from, to, label, tone: 'plain', ...about };
}

function stepOf(
  entry: TraceEvent,
  place: number,
  { lanes, exchanges }: Pick<StepSources, 'lanes' | 'exchanges'>,
): Step | null {
  const exchange = exchanges.of(entry) ?? null;
  const way = wayOf(entry, lanes, exchange);
  if (way === null) return null;
  const [from, to] = way;
  const { atMs, facts } = entry;
  const isMessage = exchange !== null && entry.event !== 'fired';
  return {
    atMs,
    from,
    to,
    label: labelOf(entry),
    tone: toneOf(entry),
    exchange: isMessage ? exchange : null,
    isLost: isMessage && exchange.request === entry && exchange.faults.some((fault) => LOST_REQUEST.test(fault)),
    producer: exchange === null ? actorOf(entry) : exchange.batches.length > 0 ? exchange.source : null,
    batches: exchange?.batches ?? ('batch' in facts && facts.batch !== undefined ? [facts.batch] : []),
    record: 'record' in facts ? facts.record : 0,
    entry,
    place,
  };
}

/** The words of the faults that keep a request from arriving. */
const LOST_REQUEST = /: (?:lose the request|disconnect)$/;

type Way = readonly [from: Lane, to: Lane | null];

function way(from: Lane | null, to: Lane | null = null): Way | null {
  if (from === null) return to === null ? null : [to, null];
  return [from, to === from ? null : to];
}

/** From which actor to which the step goes. */
function wayOf(entry: TraceEvent, lanes: Lanes, exchange: Exchange | null): Way | null {
  const { facts } = entry;
  const source = actorOf(entry);
  switch (entry.event) {
    case 'record appended':
      return way(lanes.application(source), lanes.accumulator(source));
    case 'send waits':
    case 'send failed':
    case 'callback':
      return way(lanes.application(source));
    case 'batch sent':
      return way(lanes.accumulator(source), lanes.sender(source));
    case 'batch put back':
    case 'batch split':
      return way(lanes.sender(source), lanes.accumulator(source));
    case 'batch expired':
      return way(lanes.accumulator(source));
    case 'batch acknowledged':
    case 'batch failed':
    case 'batch forgotten':
    case 'callbacks':
      return way(lanes.sender(source), lanes.application(source));
    case 'connected':
    case 'closes':
      return way(lanes.sender(source), lanes.broker(entry.facts.broker));
    case 'refused':
    case 'disconnected':
      return way(lanes.broker(entry.facts.broker), lanes.sender(source));
    case 'fired':
    case 'undone':
      return exchange === null
        ? way(lanes.brokerIn(entry.facts.fault) ?? lanes.cluster ?? lanes.all[0] ?? null)
        : way(lanes.broker(exchange.broker));
    case 'leader elected':
      return way(lanes.broker(`broker-${entry.facts.leader}`) ?? lanes.cluster);
    default:
      if (exchange !== null) {
        const [asking, asked] = [lanes.asking(source), lanes.broker(exchange.broker)];
        return exchange.request === entry ? way(asking, asked) : way(asked, asking);
      }
      if (source === 'cluster')
        return way(('broker' in facts && lanes.broker(`broker-${facts.broker}`)) || lanes.cluster);
      return way(lanes.asking(source) ?? lanes.broker(source));
  }
}

const TONES: Partial<Record<TraceEvent['event'], Tone>> = {
  connected: 'quiet',
  closes: 'quiet',
  'ApiVersions request': 'quiet',
  'ApiVersions response': 'quiet',
  refused: 'bad',
  disconnected: 'bad',
  'sends what brokers do not accept': 'bad',
  'send waits': 'wait',
  'send failed': 'bad',
  'batch put back': 'wait',
  'batch split': 'wait',
  'batch expired': 'bad',
  'batch acknowledged': 'good',
  'batch failed': 'bad',
  'I/O thread stops': 'wait',
  'no leader': 'bad',
  'ISR shrunk': 'wait',
  'broker crashed': 'bad',
  'broker lost': 'bad',
  'broker disconnected': 'bad',
  'log directory failed': 'bad',
  'log truncated': 'bad',
  truncates: 'bad',
  'request failed': 'bad',
  'authentication failed': 'bad',
  'append refused': 'bad',
  'replication failed': 'bad',
  'transaction timed out': 'bad',
  'transition failed': 'bad',
  'member removed': 'wait',
  fired: 'fault',
  undone: 'fault',
};

function toneOf(entry: TraceEvent): Tone {
  if (entry.event === 'log')
    return entry.facts.level === 'ERROR' ? 'bad' : entry.facts.level === 'WARN' ? 'wait' : 'quiet';
  return TONES[entry.event] ?? 'plain';
}
