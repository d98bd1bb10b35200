/** The life of one record in sentences, with the reason for each turn. */
import { inspectAs } from '../../checks/printing.ts';
import { fateOf } from '../../guarantees/fate.ts';
import type { Fate } from '../../guarantees/index.ts';
import { placesByRecord, type StoredRecord } from '../../guarantees/stored-records.ts';
import type { RecordEntry } from '../../simulation/checking/record-log.ts';
import type { Trace } from '../../simulation/events/simulation-events.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import { Exchanges } from '../model/exchanges.ts';
import { Lanes } from '../model/lanes.ts';
import { contentText, sentKey, sentValue } from '../model/record-content.ts';
import { batchesOf, wholesByPart } from '../model/records.ts';
import { expectTraced, type ReportedRun } from '../model/run-report.ts';
import { type ExplainedRecord, findRecord } from './find-record.ts';
import { type Turn, turnsOf } from './turns.ts';

/** The life of one record. */
export interface Explanation {
  /** Which record it is: `Record 1 of producer-1, "one" for payments-0`. */
  readonly title: string;
  /** What happened to it, in order. */
  readonly turns: readonly ExplainedTurn[];
  /** What the program can know of it. */
  readonly fate: Fate;
  /** Its outcome, why that is so, and where it is stored: sentences. */
  readonly outcome: string;
  /** Returns the explanation as text of several lines. */
  toString(): string;
}

/** What happened to a record at one moment. */
export interface ExplainedTurn {
  /** Virtual ms since the start. */
  readonly atMs: number;
  /** Sentences. */
  readonly text: string;
}

/**
 * Explains the life of a record in sentences: what happened to it and when, and why it waited, was retried, or has an unknown outcome. With
 * `trace: 'replication'` it also says when brokers stored and replicated it.
 *
 * @param record the future that `send()` returned, an element of `sim.verdict().records`, or a name: `3` (the third send()), `careful 3`
 *   (of one of several producers), `payments-0@17`, `key=order`, `value=17`
 * @throws SimulationError of kind 'misuse' without the option `guarantees`, with `trace: false`, and if there is no such record or more than one
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { explain } from 'kafka-trial/report';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * sim.faults.on('Produce').nth(1).respond('NOT_ENOUGH_REPLICAS');
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: 'one' }).get());
 * const { title, outcome } = explain(sim, 'payments-0@0');
 * console.log(title);
 * console.log(outcome);
 * // prints: Record 1 of producer-1, "one" for payments-0
 * // prints: Acknowledged after 217 ms, with offset 0, at try 2. It is stored at payments-0@0.
 */
export function explain(sim: Simulation, record: ExplainedRecord): Explanation {
  const run = expectTraced(sim, 'explain');
  return new Explainer(run).explain(findRecord(run.trial, record));
}

/** Explains the records of a run as it is now. */
export class Explainer {
  private readonly run: ReportedRun;
  private readonly places: ReadonlyMap<object, readonly StoredRecord[]>;
  private readonly wholes: ReadonlyMap<string, string>;
  private readonly exchanges: Exchanges;
  private readonly lanes: Lanes;

  constructor(run: ReportedRun) {
    const { trace, trial } = run;
    this.run = run;
    this.places = placesByRecord(trial);
    this.wholes = wholesByPart(trace);
    this.exchanges = new Exchanges(trace.entries);
    this.lanes = new Lanes(trace.entries);
  }

  explain(entry: RecordEntry): Explanation {
    const { trace, trial, startMs } = this.run;
    const { exchanges } = this;
    const { producer: source } = entry;
    const places = this.places.get(entry) ?? [];
    const batches = batchesOf(entry, this.wholes);
    const turns = turnsOf(trace.entries, {
      record: entry,
      source,
      batches,
      offsets: places.length > 0 ? places.map(({ offset }) => offset) : entry.offset >= 0 ? [entry.offset] : [],
      requestTimeoutMs: trial.producers.find(({ name }) => name === source)!.requestTimeoutMs,
      hasCallback: entry.hasCallback,
      exchanges,
    });
    const carriers = exchanges.all.filter(
      (one) => one.source === source && one.batches.some((batch) => batches.includes(batch)),
    );
    // Other clients may write a sequence number that means nothing.
    const isOwn = this.lanes.isProducer(source);
    return new RecordExplanation(entry, startMs, {
      begin: beginOf(entry, { trace, batches, isOwn }),
      turns,
      tries: carriers.length,
      unanswered: carriers.filter(({ response }) => response === null).length,
      isNumbered:
        isOwn && carriers.some(({ request }) => 'batches' in request.facts && request.facts.batches.includes(' seq ')),
      places,
    });
  }
}

/** The first sentences. Of real clients only the requests are known; and a record that joins an open batch at once has no event of its own. */
function beginOf(
  { producer, number, isFromCallback, batch }: RecordEntry,
  { trace, batches, isOwn }: { readonly trace: Trace; readonly batches: readonly string[]; readonly isOwn: boolean },
): string {
  if (!isOwn) return 'The client sends it for the first time.';
  const call = isFromCallback ? 'A callback calls send().' : 'The program calls send().';
  const isTold = trace
    .entriesOf('record appended')
    .some(({ source, facts }) => source === producer && facts.record === number);
  return isTold || batch === null ? call : `${call} The record is put into the open batch ${batches.at(-1)}.`;
}

interface Life {
  /** What happened when the record was sent. */
  readonly begin: string;
  /** What happened then. */
  readonly turns: readonly Turn[];
  /** Number of requests that carried it. */
  readonly tries: number;
  /** How many of them had no response. */
  readonly unanswered: number;
  /** It was sent with a sequence number. */
  readonly isNumbered: boolean;
  readonly places: readonly StoredRecord[];
}

/** A class, so that all explanations share their methods. */
class RecordExplanation implements Explanation {
  readonly title: string;
  readonly turns: readonly ExplainedTurn[];
  readonly fate: Fate;
  readonly outcome: string;

  constructor(entry: RecordEntry, startMs: number, life: Life) {
    const { producer, number, topic, batch } = entry;
    const place = batch === null ? topic : `${topic}-${batch.partition}`;
    this.title = `Record ${number} of ${producer}, ${contentText(sentKey(entry), sentValue(entry))} for ${place}`;
    const begin = { atMs: entry.sentMs, text: life.begin };
    this.turns = [begin, ...life.turns].map(({ atMs, text }) => ({ atMs: atMs - startMs, text }));
    this.fate = fateOf(entry);
    const places = placesText(entry, life);
    // What is true, as against what the program can know.
    this.outcome = `${outcomeText(entry, life)} ${this.fate === 'unknown' ? places.replace(/^It/, 'In fact it') : places}${transactionText(entry)}`;
  }

  toString(): string {
    return textOf(this);
  }
}

inspectAs(RecordExplanation.prototype, textOf);

const TIME_WIDTH = 8;
const TEXT_WIDTH = 100;

function textOf({ title, turns, outcome }: Explanation): string {
  const indent = ' '.repeat(TIME_WIDTH + 5);
  let latestMs = -1;
  const lines = turns.map(({ atMs, text }) => {
    const time = atMs === latestMs ? indent : `${`${atMs}`.padStart(TIME_WIDTH)} ms  `;
    latestMs = atMs;
    return `${time}${wrapped(text).join(`\n${indent}`)}`;
  });
  return [`${title}:`, ...lines, ...wrapped(outcome, TEXT_WIDTH + TIME_WIDTH)].join('\n');
}

function wrapped(text: string, width = TEXT_WIDTH): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function outcomeText(entry: RecordEntry, life: Life): string {
  const { tries } = life;
  const { error, offset, endedMs, sentMs, batch, wasThrown } = entry;
  const afterMs = endedMs - sentMs;
  const atTry = tries > 1 ? `, at try ${tries}` : '';
  switch (fateOf(entry)) {
    case 'acknowledged':
      return `Acknowledged after ${afterMs} ms, with offset ${offset}${atTry}.`;
    case 'failed':
      return `Failed after ${afterMs} ms with ${error?.name}${wasThrown ? ', which send() throws' : ''}: ${batch === null ? 'it was never sent' : 'every attempt was refused'}, so that it is certainly not stored.`;
    case 'unknown':
      if (endedMs === -1)
        return `The outcome is unknown, because the record is not settled yet: ${batch === null ? 'it waits in send()' : tries === 0 ? 'it waits in the accumulator' : 'no final answer has come'}.`;
      if (error === null) return 'The outcome is unknown, because the record was sent with acks=0: no broker answers.';
      return `The outcome is unknown: the program gets ${error.name} after ${afterMs} ms, ${unknownReason(life)}.`;
  }
}

/** Continues a sentence on the error that the program gets. */
function unknownReason({ tries, unanswered }: Life): string {
  if (tries === 0) return 'but no request has carried it';
  if (unanswered === 0) return 'which does not tell whether the record is stored';
  return unanswered === tries
    ? `but ${tries === 1 ? 'its request' : `none of its ${tries} requests`} was ${tries === 1 ? 'not ' : ''}answered`
    : `but ${unanswered} of its ${tries} requests ${unanswered === 1 ? 'was' : 'were'} not answered`;
}

function transactionText({ transaction }: RecordEntry): string {
  if (transaction === null) return '';
  const which = ` It belongs to transaction ${transaction.number} of the producer`;
  switch (transaction.outcome) {
    case 'committed':
      return `${which}, which was committed.`;
    case 'aborted':
      return `${which}, which was aborted: consumers with read_committed skip it.`;
    case 'unknown':
      return `${which}, whose outcome is not known.`;
  }
}

function placesText({ offset, error }: RecordEntry, { places, isNumbered }: Life): string {
  if (places.length === 0)
    return offset >= 0 && error === null ? 'It is not in the log any more: it is lost.' : 'It is not stored.';
  const list = places.map((place) => `${place.topic}-${place.partition}@${place.offset}`).join(', ');
  if (places.length === 1) return `It is stored at ${list}.`;
  const why = isNumbered ? '' : ': without idempotence a broker takes a retry for another record';
  return `It is stored ${places.length} times, at ${list}${why}.`;
}
