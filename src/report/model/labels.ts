/** What diagrams and tables call the events of a trace: a short phrase for each. The type requires one for every event that is not a message. */
import type { MessageEvents } from '../../simulation/events/message-events.ts';
import type { SimulationEvents, TraceEvent } from '../../simulation/events/simulation-events.ts';

type Labels = {
  readonly [Name in Exclude<keyof SimulationEvents, keyof MessageEvents>]: (facts: SimulationEvents[Name]) => string;
};

const partition = (facts: { readonly topic: string; readonly partition: number }): string =>
  `${facts.topic}-${facts.partition}`;

const LABELS: Labels = {
  // --- Connections
  connected: ({ broker }) => `connected to ${broker}`,
  refused: ({ broker }) => `connection refused by ${broker}`,
  closes: ({ broker }) => `closes the connection to ${broker}`,
  disconnected: ({ broker }) => `connection to ${broker} lost`,
  'sends what brokers do not accept': ({ problem }) => `sends what brokers do not accept: ${problem}`,

  // --- Inside a producer
  'send waits': ({ record, for: reason }) => `send() of record ${record} waits for ${reason}`,
  'send failed': ({ record, error }) => `send() of record ${record} failed: ${error}`,
  'record appended': ({ record, batch, row }) =>
    row === 0 ? `record ${record} opens batch ${batch}` : `record ${record} joins batch ${batch}`,
  'batch sent': ({ batch, why, records, try: attempt }) =>
    `${batch}: records ${records}${attempt > 1 ? `, try ${attempt}` : ''}${why === undefined ? '' : ` (${why})`}`,
  'batch put back': ({ batch, error, backoffMs }) => `${batch} back: ${error}, again in ${backoffMs} ms`,
  'batch split': ({ batch, into }) => `${batch} is split into ${into}`,
  'batch expired': ({ batch, ageMs }) => `${batch} expired after ${ageMs} ms`,
  'batch acknowledged': ({ batch, offset }) => `${batch} stored at offset ${offset}`,
  'batch failed': ({ batch, error }) => `${batch} failed: ${error}`,
  'batch forgotten': ({ batch }) => `${batch} sent with acks=0`,
  callbacks: ({ records }) => `callbacks of records ${records}`,
  callback: ({ record, error }) => `callback of record ${record}${error === undefined ? '' : `: ${error}`}`,
  'I/O thread stops': ({ calls, for: reason }) =>
    `I/O thread stops: a callback calls ${calls}, which waits for ${reason}`,
  'I/O thread goes on': () => 'I/O thread goes on',
  'state changed': ({ from, to }) => `${from} → ${to}`,

  // --- Topics and brokers
  'topic created': ({ topic, partitions, replicas }) => `topic ${topic}: ${partitions} × ${replicas} replicas`,
  'topic refused': ({ topic, error }) => `topic ${topic} refused: ${error}`,
  'topic deleted': ({ topic }) => `topic ${topic} deleted`,
  'topic configuration changed': ({ topic, configs }) => `${topic}: ${configs}`,
  'partitions added': ({ topic, partitions }) => `${topic} has ${partitions} partitions`,
  'leader elected': ({ epoch, unclean, ...place }) =>
    `leads ${partition(place)}, epoch ${epoch}${unclean === true ? ' (unclean)' : ''}`,
  'no leader': (facts) => `${partition(facts)} has no leader`,
  'ISR shrunk': (facts) => `${partition(facts)} in sync: ${facts.isr}`,
  'ISR expanded': (facts) => `${partition(facts)} in sync: ${facts.isr}`,
  'reassignment started': (facts) => `${partition(facts)} moves to ${facts.to}`,
  'reassignment completed': (facts) => `${partition(facts)} has moved to ${facts.replicas}`,
  'reassignment reverted': (facts) => `${partition(facts)} stays at ${facts.replicas}`,
  'broker started': () => 'started',
  'broker crashed': () => 'crashed',
  'broker shuts down': () => 'shuts down',
  'broker lost': () => 'lost by the controller',
  'broker disconnected': () => 'disconnected from the controller',
  'broker reconnected': () => 'reconnected to the controller',
  'controller started': ({ controller }) =>
    `controller started${controller === undefined ? '' : `: broker ${controller}`}`,
  'controller stopped': ({ controller }) =>
    `controller stopped${controller === undefined ? '' : `: broker ${controller}`}`,
  'metadata delayed': ({ delayMs }) => `learns of changes ${delayMs} ms late`,
  'metadata received': ({ lateMs }) => `has learned of changes, ${lateMs} ms late`,
  'log directory failed': () => 'a log directory failed',
  'log directory replaced': ({ logs }) => `a log directory was replaced: ${logs} logs begin empty`,
  'request failed': ({ api, exception }) => `${api} failed: ${exception}`,
  'authentication failed': ({ client, problem }) => `authentication of ${client} failed: ${problem}`,

  // --- Logs
  'append refused': ({ partition: place, error }) => `refuses to append to ${place}: ${error}`,
  'log start moved': (facts) => `${partition(facts)} begins at offset ${facts.to} (${facts.reason})`,
  'log restarted': (facts) => `${partition(facts)} begins again at offset ${facts.at}`,
  'log truncated': (facts) => `${partition(facts)} truncated from ${facts.from} to ${facts.to}`,
  'replication failed': (facts) => `replication of ${partition(facts)} failed`,
  appends: ({ partition: place, offsets }) => `appends ${place}@${offsets}`,
  truncates: ({ partition: place, to }) => `truncates ${place} to ${to}`,
  'high watermark': ({ partition: place, to }) => `high watermark of ${place}: ${to}`,

  // --- Coordinators
  transaction: ({ transactionalId, state }) => `transaction ${transactionalId}: ${state}`,
  'transaction timed out': ({ transactionalId, timeoutMs }) =>
    `transaction ${transactionalId} timed out after ${timeoutMs} ms`,
  'transition failed': ({ transactionalId, from, to }) => `transaction ${transactionalId} stays in ${from}, not ${to}`,
  'transactions loaded': ({ transactions }) => `${transactions} transactions loaded`,
  'marker written': ({ marker, offset, ...place }) => `${marker} marker at ${partition(place)}@${offset}`,
  'group rebalances': ({ group, reason }) => `group ${group} rebalances: ${reason}`,
  'group generation': ({ group, generation, members }) =>
    `group ${group}: generation ${generation}, ${members} members`,
  'group is empty': ({ group }) => `group ${group} is empty`,
  'groups loaded': ({ groups }) => `${groups} groups loaded`,
  'member removed': ({ group, reason }) => `member of ${group} removed: ${reason}`,

  // --- Faults and the rest
  fired: ({ fault }) => `fault: ${fault}`,
  undone: ({ fault }) => `over: ${fault}`,
  log: ({ level, message }) => `${level} ${message}`,
  'zlib is not taken over': ({ problem }) => `zlib is not taken over: ${problem}`,
  'real connection': ({ to }) => `real connection to ${to}`,
};

/** Facts of a message that its arrow shows already. */
const SHOWN_BY_ARROW: ReadonlySet<string> = new Set(['broker', 'leader', 'client']);

/** A short phrase for an event, such as `payments-0#1 stored at offset 0`, or `Produce acks=all [payments-0 x1]`. */
export function labelOf(entry: TraceEvent): string {
  if (!isMessage(entry)) return (LABELS[entry.event] as (facts: TraceEvent['facts']) => string)(entry.facts);
  const [api, kind] = entry.event.split(' ') as [string, string];
  const facts = Object.entries(entry.facts).filter(([name, value]) => !SHOWN_BY_ARROW.has(name) && value !== undefined);
  const shown = facts.map(([name, value]) => factText(name, String(value)));
  return [kind === 'request' ? api : `${api} answered`, ...shown.filter((text) => text !== '[]')].join(' ');
}

type MessageEntry = Extract<TraceEvent, { event: keyof MessageEvents }>;

function isMessage(entry: TraceEvent): entry is MessageEntry {
  return !Object.hasOwn(LABELS, entry.event);
}

/** Lists say by themselves what they are. */
function factText(name: string, value: string): string {
  return value.startsWith('[') ? value : `${name}=${value}`;
}
