/** The turns in the life of one record: what the trace shows of it, of its batch, of the requests that carried it and of its partition, as sentences with reasons. */
import type { SentRecord } from '../../guarantees/index.ts';
import { listItems } from '../../protocol/description/facts.ts';
import type { TraceEvent } from '../../simulation/events/simulation-events.ts';
import { actorOf } from '../model/actor.ts';
import type { Exchange, Exchanges } from '../model/exchanges.ts';
import { Delays } from './delays.ts';
import { errorText, WHY_BATCH_IS_SENT, WHY_SEND_WAITS } from './reasons.ts';

/** What happened at one moment. */
export interface Turn {
  /** In ms since the epoch. */
  readonly atMs: number;
  /** Sentences. */
  readonly text: string;
}

/** The record and its surroundings. */
export interface Subject {
  readonly record: SentRecord & { readonly sentPlace: number };
  /** The name of its producer in the trace. */
  readonly source: string;
  /** Its batch, and those that were split into it. */
  readonly batches: readonly string[];
  /** The offsets at which it is or was stored. */
  readonly offsets: readonly number[];
  readonly requestTimeoutMs: number;
  readonly hasCallback: boolean;
  readonly exchanges: Exchanges;
}

/** The turns that the trace shows, in order; without the send() itself and without the outcome. */
export function turnsOf(entries: readonly TraceEvent[], subject: Subject): readonly Turn[] {
  const teller = new Teller(subject);
  for (const entry of entries.slice(subject.record.sentPlace)) teller.add(entry);
  return teller.turns;
}

class Teller {
  readonly turns: Turn[] = [];
  private readonly subject: Subject;
  /** `payments-0`; `null` if the record has no batch. */
  private readonly partition: string | null;
  private readonly delays = new Delays();
  /** When the batch has begun to wait in the accumulator for the last time, in ms since the epoch. */
  private waitingSinceMs: number;
  private attempts = 0;
  private isOver = false;
  /** Errors that have been explained. */
  private readonly explained = new Set<string>();
  /** The latest turn is the end of a connection on which the batch waited for its response. */
  private isLatestConnectionLost = false;
  /** The attempt that the leader has appended; 0 before. */
  private appendedAttempt = 0;

  constructor(subject: Subject) {
    const { batch, sentMs } = subject.record;
    this.subject = subject;
    this.partition = batch === null ? null : `${batch.topic}-${batch.partition}`;
    this.waitingSinceMs = sentMs;
  }

  add(entry: TraceEvent): void {
    const text = this.sentencesFor(entry);
    if (text === '') return;
    this.turns.push({ atMs: entry.atMs, text });
    this.isLatestConnectionLost = entry.event === 'closes' || entry.event === 'disconnected';
  }

  private sentencesFor(entry: TraceEvent): string {
    const { source } = this.subject;
    if (entry.event === 'fired' || entry.event === 'undone')
      return this.aboutFault(entry.event, entry.facts.fault, entry);
    if (entry.source === 'cluster') return this.aboutCluster(entry);
    if (entry.event === 'appends' || entry.event === 'truncates' || entry.event === 'high watermark')
      return this.aboutReplica(entry);
    if (actorOf(entry) !== source) return '';
    // Callbacks follow the end of the batch.
    if (entry.event === 'callbacks') return this.callsBack(entry.facts.batch) ? 'Its callback runs.' : '';
    if (this.isOver) return '';
    this.delays.add(entry);
    return this.aboutProducer(entry);
  }

  // --- The producer ---------------------------------------------------------------------------------------------------

  private aboutProducer(entry: TraceEvent): string {
    const { record, exchanges } = this.subject;
    switch (entry.event) {
      case 'send waits':
        if (entry.facts.record !== record.number) return '';
        return `${WHY_SEND_WAITS[entry.facts.for]}. In Java, send() blocks here, for max.block.ms at most.`;
      case 'send failed':
        this.isOver = entry.facts.record === record.number;
        return this.isOver ? `send() fails with ${entry.facts.error}: the record was never put into a batch.` : '';
      case 'record appended':
        return this.appended(entry);
      case 'batch sent':
        return this.has(entry.facts.batch) ? this.sent(entry) : '';
      case 'batch put back':
        return this.has(entry.facts.batch) ? this.putBack(entry) : '';
      case 'batch split':
        return this.has(entry.facts.batch) ? this.split(entry) : '';
      case 'batch expired':
        return this.has(entry.facts.batch)
          ? `delivery.timeout.ms is over: the batch is ${entry.facts.ageMs} ms old. The producer expires it, wherever it is.`
          : '';
      case 'batch acknowledged':
      case 'batch failed':
      case 'batch forgotten':
        return this.has(entry.facts.batch) ? this.ended(entry) : '';
      case 'closes':
      case 'disconnected':
        return this.connectionEnded(entry);
      default: {
        const exchange = exchanges.of(entry);
        return exchange !== undefined && exchange.response === entry ? this.answered(exchange) : '';
      }
    }
  }

  private appended({ facts, atMs }: Extract<TraceEvent, { event: 'record appended' }>): string {
    const { record, batches } = this.subject;
    if (facts.record !== record.number || !batches.includes(facts.batch)) return '';
    const waitedMs = atMs - record.sentMs;
    this.restart(atMs);
    const batch = facts.row === 0 ? `a new batch, ${facts.batch}` : `the open batch ${facts.batch}`;
    return `${waitedMs === 0 ? 'The' : `The wait is over after ${waitedMs} ms. The`} record is put into ${batch}.`;
  }

  private sent({ facts, atMs }: Extract<TraceEvent, { event: 'batch sent' }>): string {
    this.attempts = facts.try;
    const waitedMs = atMs - this.waitingSinceMs;
    const why = facts.why === undefined ? '' : `, because ${WHY_BATCH_IS_SENT[facts.why]}`;
    const others = this.delays.text();
    const more =
      facts.inFlight !== undefined && facts.inFlight > 1
        ? ` ${facts.inFlight} requests to the broker are in flight now.`
        : '';
    const attempt = facts.try === 1 ? 'The batch' : `The batch, for try ${facts.try},`;
    const waited =
      facts.why === undefined ? '' : waitedMs === 0 ? ' at once' : ` after ${waitedMs} ms in the accumulator`;
    return `${attempt} is sent${waited}${why}.${contentText(listItems(facts.records))}${others}${more}`;
  }

  private putBack({ facts, atMs }: Extract<TraceEvent, { event: 'batch put back' }>): string {
    const { error, backoffMs } = facts;
    this.restart(atMs);
    // What has been said of the end of the connection, or of the error before, is not said again.
    const isKnown = this.turns.at(-1)?.atMs === atMs && this.isLatestConnectionLost;
    const why = isKnown || this.explained.has(error) ? error : errorText(error);
    this.explained.add(error);
    return `The attempt has failed with ${why}. The error can be retried: the batch goes back to the head of its queue and waits for ${backoffMs} ms (retry.backoff.ms).`;
  }

  private split({ facts, atMs }: Extract<TraceEvent, { event: 'batch split' }>): string {
    this.restart(atMs);
    const parts = listItems(facts.into);
    const own = parts.find((part) => this.has(part));
    return parts.length === 1
      ? `The broker finds the batch too large. Its records are put into ${own}, which is sent instead.`
      : `The broker finds the batch too large. Its records are distributed over ${parts.join(', ')}, which are sent instead. This record is in ${own}.`;
  }

  private restart(atMs: number): void {
    this.waitingSinceMs = atMs;
    this.delays.restart();
  }

  private answered(exchange: Exchange): string {
    if (!exchange.batches.some((batch) => this.has(batch))) return '';
    const { response } = exchange;
    if (response?.event !== 'Produce response') return '';
    const result = listItems(response.facts.results).find(
      (one) => one.startsWith(`${this.partition}@`) || one.startsWith(`${this.partition} `),
    );
    if (result === undefined) return '';
    const [, offset] = /@(-?\d+)$/.exec(result) ?? [];
    const broker = exchange.broker.replace(/:\d+$/, '');
    if (offset === undefined) return `${broker} answers: ${result.slice(result.indexOf(' ') + 1)}.`;
    const wasStored = this.appendedAttempt > 0 && this.appendedAttempt < this.attempts;
    const known = wasStored
      ? ' It had stored the batch at an earlier attempt, recognised its sequence numbers, and did not store it again.'
      : '';
    return `${broker} answers that the batch is stored, from offset ${offset} on.${known}`;
  }

  /** The connection on which a request with the batch waits for its response. */
  private connectionEnded(entry: TraceEvent): string {
    const lost = this.subject.exchanges.all.find(
      ({ lost: end, batches, api }) => end === entry && api === 'Produce' && batches.some((batch) => this.has(batch)),
    );
    if (lost === undefined) return '';
    const broker = lost.broker.replace(/:\d+$/, '');
    const waitedMs = entry.atMs - lost.request.atMs;
    return entry.event === 'closes'
      ? `${broker} has not answered for ${waitedMs} ms; request.timeout.ms is ${this.subject.requestTimeoutMs}. The producer closes the connection, and does not know whether the batch was stored.`
      : `The connection to ${broker} is lost before the answer, so that the producer does not know whether the batch was stored.`;
  }

  private ended(
    entry: Extract<TraceEvent, { event: 'batch acknowledged' | 'batch failed' | 'batch forgotten' }>,
  ): string {
    this.isOver = entry.event !== 'batch failed' || this.subject.record.endedMs === entry.atMs;
    const { record } = this.subject;
    switch (entry.event) {
      case 'batch acknowledged':
        return `The producer notes that the batch is stored: the record has offset ${entry.facts.offset + record.row}.`;
      case 'batch forgotten':
        return 'With acks=0 the broker does not answer. The producer treats the record as sent, and never learns whether it was stored.';
      case 'batch failed':
        return `The batch fails with ${entry.facts.error}.`;
    }
  }

  private callsBack(batch: string): boolean {
    return this.subject.hasCallback && batch === this.subject.record.batch?.name;
  }

  private has(batch: string): boolean {
    return this.subject.batches.includes(batch);
  }

  // --- The cluster and the faults -------------------------------------------------------------------------------------

  private aboutFault(event: 'fired' | 'undone', fault: string, entry: TraceEvent): string {
    const exchange = this.subject.exchanges.of(entry);
    if (exchange !== undefined) {
      const isOurs = exchange.source === this.subject.source && exchange.batches.some((batch) => this.has(batch));
      return isOurs ? `A fault is injected into this request: ${fault}.` : '';
    }
    if (this.isOver || fault.includes(': ')) return '';
    return event === 'fired' ? `A fault is injected: ${fault}.` : `The fault is over: ${fault}.`;
  }

  private aboutCluster(entry: TraceEvent): string {
    const { facts, event } = entry;
    if (this.partition === null) return '';
    if (event === 'log truncated' && isOf(facts, this.partition) && this.subject.record.offset >= facts.to)
      return `broker-${facts.broker} removes the records from offset ${facts.to} on, because its new leader does not have them: this one is among them.`;
    if (this.isOver) return '';
    switch (event) {
      case 'leader elected':
        return isOf(facts, this.partition)
          ? `broker-${facts.leader} leads ${this.partition} from now on (epoch ${facts.epoch}${facts.unclean === true ? ', not in sync' : ''}).`
          : '';
      case 'no leader':
        return isOf(facts, this.partition) ? `No broker may lead ${this.partition}.` : '';
      case 'ISR shrunk':
      case 'ISR expanded':
        return isOf(facts, this.partition) ? `The in-sync replicas of ${this.partition} are ${facts.isr} now.` : '';
      case 'broker crashed':
        return `broker-${facts.broker} crashes.`;
      case 'broker lost':
        return `The controller notices that broker-${facts.broker} is gone.`;
      case 'broker started':
        return `broker-${facts.broker} serves again.`;
      default:
        return '';
    }
  }

  private aboutReplica(entry: Extract<TraceEvent, { event: 'appends' | 'truncates' | 'high watermark' }>): string {
    const { source: broker, facts, event } = entry;
    const { offsets } = this.subject;
    // An offset can be that of other records before the batch is sent.
    if (facts.partition !== this.partition || this.attempts === 0) return '';
    if (event === 'appends') {
      const [first = 0, last = first] = facts.offsets.split('-').map(Number);
      const offset = offsets.find((one) => first <= one && one <= last);
      if (offset === undefined) return '';
      if (facts.as === 'follower') return this.isOver ? '' : `${broker}, a follower, has fetched it.`;
      this.appendedAttempt = this.attempts;
      return `${broker}, the leader, appends it to its log, at offset ${offset}.`;
    }
    if (this.isOver || facts.as !== 'leader' || event !== 'high watermark') return '';
    const offset = offsets.find((one) => facts.from <= one && one < facts.to);
    return offset === undefined
      ? ''
      : `All in-sync replicas have it: the high watermark of ${broker} passes offset ${offset}, and consumers can read it.`;
  }
}

/** Which records a batch has, if it has several: of ranges such as `1-3`. */
function contentText(ranges: readonly string[]): string {
  const isOne = ranges.length === 1 && !ranges[0]!.includes('-');
  return isOne ? '' : ` It has the records ${ranges.join(', ')} of the producer.`;
}

function isOf(facts: object, partition: string): boolean {
  return 'topic' in facts && 'partition' in facts && `${String(facts.topic)}-${String(facts.partition)}` === partition;
}
