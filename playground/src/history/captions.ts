/** One sentence for each event of the trace, for readers who see Kafka's inside for the first time. */
import type { Facts, Weight } from './step.ts';

interface Told {
  readonly source: string;
  readonly event: string;
  readonly facts: Facts;
}

type Sentence = (facts: Facts, source: string) => string;

const WHY: Readonly<Record<string, string>> = {
  'batch full': 'because it is full',
  'linger.ms over': 'because linger.ms is over',
  'flush or close': 'because the program has called flush() or close()',
  'memory short': 'because a send() waits for memory',
  'retry.backoff.ms over': 'again, because retry.backoff.ms is over',
  'leader changed': 'again, and at once, because the partition has a new leader',
  'request under way': 'because that broker is sent a request anyway',
};

const CAPTIONS: Readonly<Record<string, readonly [weight: Weight, sentence: Sentence]>> = {
  // --- The program; these events are not in the trace ---
  send: [
    'main',
    ({ label, way }, source) => `The program calls send(${label}) of ${source}${WAYS[String(way)] ?? ''}.`,
  ],
  joins: [
    'side',
    ({ label, batch, count }) => `${label} joins the open batch ${batch}, which now has ${count} records.`,
  ],
  join: ['side', ({ records, batch }) => `More records join ${batch}: ${records} so far.`],
  'get waits': [
    'main',
    ({ label }, source) => `The program waits in get() until ${source} knows what became of ${label}.`,
  ],
  'get returns': [
    'main',
    ({ label, result }) => `get() returns ${result} for ${label}: the program goes on, and knows.`,
  ],
  'get throws': ['main', ({ label, result }) => `get() throws ${result} for ${label}: the program has to handle it.`],
  'call waits': ['main', ({ call }, source) => `The program waits in ${call} of ${source}.`],
  'call returns': ['main', ({ call }, source) => `${call} of ${source} has returned.`],
  'call throws': ['main', ({ call, result }, source) => `${call} of ${source} throws ${result}.`],
  'callback called': ['main', ({ label, result }) => `The callback of ${label} is called with ${result}.`],
  sleeps: ['side', ({ ms }) => `The program sleeps for ${duration(Number(ms))}.`],
  says: ['main', ({ text }) => `The program says: ${text}`],
  arrives: ['quiet', ({ what, to }) => `${what} arrives at ${to}.`],
  'arrives too late': ['side', ({ what, to }) => `${what} finds its connection closed at ${to}: it is not read.`],
  ends: ['main', ({ result }) => `The run ends: ${result}`],
  // --- Inside the producer ---
  'send waits': [
    'main',
    ({ label, topic, for: reason }) =>
      reason === 'metadata'
        ? `${label} has to wait until the producer knows who leads ${topic}. Java's send() would block here.`
        : `${label} has to wait for ${reason === 'memory' ? 'memory of the buffer' : reason}. Java's send() would block here.`,
  ],
  'send failed': ['main', ({ label, error }) => `${label} cannot be put into a batch: ${error}.`],
  'record appended': [
    'main',
    ({ label, batch, row }) =>
      row === 0 ? `${label} opens the batch ${batch} in the accumulator.` : `${label} joins the batch ${batch}.`,
  ],
  'batch sent': [
    'main',
    ({ batch, why, records, try: attempt }, source) =>
      `${source} takes ${batch} with ${recordsText(records)} out of the accumulator ${WHY[String(why)] ?? `(${why})`}${Number(attempt) > 1 ? `. It is attempt ${attempt}` : ''}.`,
  ],
  'batch put back': [
    'main',
    ({ batch, error, backoffMs }) =>
      `${batch} goes back into its queue after ${error}, and is sent again ${Number(backoffMs) > 0 ? `after ${duration(Number(backoffMs))}` : 'at once'}.`,
  ],
  'batch split': ['main', ({ batch, into }) => `${batch} is too large for the broker. Its records are now in ${into}.`],
  'batch expired': ['main', ({ batch }) => `delivery.timeout.ms is over for ${batch}: the producer stops trying.`],
  'batch acknowledged': [
    'main',
    ({ batch, offset }) => `${batch} is acknowledged: it is stored from offset ${offset} on.`,
  ],
  'batch failed': ['main', ({ batch, error }) => `${batch} has failed with ${error}. Its records learn that now.`],
  'batch forgotten': [
    'main',
    ({ batch }) => `${batch} was sent with acks=0: the producer never learns whether it is stored.`,
  ],
  callbacks: [
    'side',
    ({ batch, records }) => `The callbacks of ${recordsText(records)} of ${batch} run now, in order.`,
  ],
  callback: ['side', ({ record }) => `The callback of record ${record} runs now.`],
  'I/O thread stops': [
    'main',
    ({ calls, for: reason }) =>
      `A callback calls ${calls}, which waits for ${reason}. The producer does nothing else in the meantime.`,
  ],
  'I/O thread goes on': ['side', () => 'The call in the callback is over, and the producer goes on.'],
  'state changed': ['quiet', ({ from, to }) => `The producer's idempotence changes from ${from} to ${to}.`],
  log: ['quiet', ({ message }) => `Log: ${message}`],
  // --- Connections ---
  connected: ['quiet', ({ broker }, source) => `${source} is connected to ${short(broker)}.`],
  refused: ['side', ({ broker }, source) => `${short(broker)} refuses the connection of ${source}.`],
  disconnected: ['main', ({ broker }, source) => `${source} loses its connection to ${short(broker)}.`],
  closes: ['side', ({ broker }, source) => `${source} closes its connection to ${short(broker)}.`],
  // --- Between brokers ---
  appends: [
    'main',
    ({ partition, as: role, offsets }, source) =>
      role === 'leader'
        ? `${source}, the leader of ${partition}, appends to its log: offset ${offsets}.`
        : `${source} copies offset ${offsets} of ${partition} into its log.`,
  ],
  truncates: [
    'main',
    ({ partition, to }, source) =>
      `${source} removes what its new leader does not have: ${partition} ends at offset ${to}.`,
  ],
  'high watermark': [
    'side',
    ({ partition, as: role, to }, source) =>
      role === 'leader'
        ? `All in-sync replicas have offset ${Number(to) - 1} of ${partition}: the high watermark moves to ${to}, and consumers may read it.`
        : `${source} learns the high watermark of ${partition}: ${to}.`,
  ],
  // --- The control plane ---
  'topic created': [
    'side',
    ({ topic, partitions, replicas }) =>
      `The topic ${topic} is created, with ${count(partitions, 'partition')} of ${count(replicas, 'replica')} each.`,
  ],
  'leader elected': [
    'main',
    ({ topic, partition, leader, epoch, unclean }) =>
      `broker-${leader} leads ${topic}-${partition} now, in leader epoch ${epoch}${unclean === true ? ', although it was not in sync: records can be lost' : ''}.`,
  ],
  'no leader': [
    'main',
    ({ topic, partition }) => `${topic}-${partition} has no leader: no broker that is up is in sync.`,
  ],
  'ISR shrunk': [
    'main',
    ({ topic, partition, isr }) => `Only the brokers ${isr} of ${topic}-${partition} are in sync now.`,
  ],
  'ISR expanded': [
    'main',
    ({ topic, partition, isr }) => `In sync for ${topic}-${partition} are now the brokers ${isr}.`,
  ],
  'broker crashed': [
    'main',
    ({ broker }) => `broker-${broker} crashes. Its log survives, what it kept in memory does not.`,
  ],
  'broker shuts down': [
    'main',
    ({ broker }) => `broker-${broker} shuts down; other brokers take over its partitions first.`,
  ],
  'broker lost': [
    'main',
    ({ broker }) => `The controller has not heard from broker-${broker} for too long, and counts it as down.`,
  ],
  'broker started': ['main', ({ broker }) => `broker-${broker} is up again.`],
  'append refused': [
    'main',
    ({ broker, partition, error }) => `broker-${broker} refuses to append to ${partition}: ${error}.`,
  ],
  'log truncated': [
    'side',
    ({ topic, partition, broker, to }) =>
      `broker-${broker} shortens its log of ${topic}-${partition} to offset ${to}, where it agrees with the leader's.`,
  ],
  'controller stopped': ['main', () => 'There is no controller any more: no leader can be elected.'],
  'controller started': ['main', () => 'There is a controller again.'],
  transaction: ['side', ({ transactionalId, state }) => `The transaction of ${transactionalId} is now ${state}.`],
  'marker written': [
    'side',
    ({ topic, partition, marker, offset }) => `${topic}-${partition} gets the marker ${marker} at offset ${offset}.`,
  ],
  // --- Faults ---
  fired: ['main', ({ fault }) => `Fault: ${fault}.`],
  undone: ['main', ({ fault }) => `The fault is over: ${fault}.`],
};

const WAYS: Readonly<Record<string, string>> = {
  ignored: '',
  callback: ' and passes a callback',
};

/** APIs that are the point of the exercise; the requests of others are preparation. */
const MAIN_APIS = /^(Produce|EndTxn|TxnOffsetCommit)$/;

/** The sentence of an event, and how much attention it deserves. Events without a sentence of their own are shown as in the trace. */
export function captionOf({ source, event, facts }: Told): { readonly caption: string; readonly weight: Weight } {
  const found = Object.hasOwn(CAPTIONS, event) ? CAPTIONS[event] : undefined;
  if (found !== undefined) {
    const weight = event === 'arrives' && facts.api === 'Produce' ? 'side' : found[0];
    return { weight, caption: found[1](facts, source) };
  }
  const [, api = '', kind] = /^(\w+) (request|response)$/.exec(event) ?? [];
  if (kind === 'request') return { weight: weightOf(api, source), caption: requestText(api, facts, source) };
  if (kind === 'response') return { weight: weightOf(api, source), caption: responseText(api, facts, source) };
  return { weight: 'side', caption: `${source}: ${event} ${factsText(facts)}`.trim() };
}

function weightOf(api: string, source: string): Weight {
  if (MAIN_APIS.test(api)) return 'main';
  return api === 'Metadata' || (api === 'Fetch' && !source.startsWith('broker-')) ? 'side' : 'quiet';
}

function requestText(api: string, facts: Facts, source: string): string {
  const to = short(facts.broker ?? facts.leader);
  if (api === 'Produce')
    return `${source} sends a Produce request with ${textOf(facts.batches)} to ${to}${acksText(facts.acks)}.`;
  if (api === 'Metadata') return `${source} asks ${to} who leads which partition.`;
  if (api === 'ApiVersions') return `${source} asks ${to} which versions of the protocol it speaks.`;
  if (api === 'InitProducerId') return `${source} asks ${to} for a producer id, by which brokers recognise duplicates.`;
  if (api === 'Fetch')
    return `${source} fetches from ${to}${facts.from === undefined ? '' : `, from ${facts.from} on`}.`;
  return `${source} sends a request to ${to}: ${api}.`;
}

function responseText(api: string, facts: Facts, source: string): string {
  const from = short(facts.broker ?? facts.leader);
  if (api === 'Produce') return `${source} reads the response of ${from}: ${textOf(facts.results)}.`;
  if (api === 'Metadata') return `${source} learns from ${from} who leads which partition.`;
  if (api === 'InitProducerId') return `${source} gets its producer id from ${from}.`;
  if (api === 'Fetch') return `${source} receives from ${from}: ${textOf(facts.records) || 'no records'}.`;
  return `${source} reads the response of ${from}: ${api}.`;
}

function acksText(acks: Facts[string]): string {
  if (acks === 0 || acks === '0') return ' and expects no answer (acks=0)';
  return acks === undefined ? '' : ` with acks=${acks}`;
}

function factsText(facts: Facts): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

function recordsText(records: Facts[string]): string {
  const list = textOf(records);
  return /^\d+$/.test(list) ? `record ${list}` : `the records ${list}`;
}

/** A list without its brackets. */
function textOf(value: Facts[string]): string {
  return value === undefined ? '' : String(value).replace(/^\[(.*)\]$/, '$1');
}

function short(address: Facts[string]): string {
  return String(address ?? 'the broker').replace(/:\d+$/, '');
}

function count(value: Facts[string], noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`;
}

/** A virtual time as people say it: `150 ms`, `30 s`, `2 min`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 120_000) return `${trimmed(ms / 1_000)} s`;
  return `${trimmed(ms / 60_000)} min`;
}

function trimmed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
