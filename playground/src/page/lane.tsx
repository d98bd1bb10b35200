/** A client: the line of its program, its batches, its requests in flight, and its records with what the program knows of them. */
import type { Target } from '../faults/choices.ts';
import { duration } from '../history/captions.ts';
import type { Picture } from '../history/history.ts';
import type { BatchPart, ClientPart, RecordPart, Slot } from '../history/step.ts';

interface Props {
  readonly name: string;
  readonly number: number;
  readonly role: ClientPart['role'];
  readonly picture: Picture;
  readonly atMs: number;
  readonly open: (target: Target, at: Element) => void;
}

/** More would not be readable. */
const RECORDS = 12;
const BATCHES = 2;

export function Lane({ name, number, role, picture, atMs, open }: Props) {
  const found = picture.get(`client ${name}`);
  const client = found?.kind === 'client' ? found : null;
  return (
    <article class={`lane${client === null ? ' absent' : ''}`} aria-label={`Client ${name}`}>
      <header>
        <span class="badge" aria-hidden="true">
          {letterOf(number)}
        </span>
        <h2>{name}</h2>
        {role === 'producer' && <Program client={client} atMs={atMs} />}
        <button
          type="button"
          class="menu-button"
          aria-haspopup="menu"
          aria-label={`Faults of the links of ${name}`}
          onClick={({ currentTarget }) => open({ kind: 'client', name }, currentTarget)}
        >
          <Dots />
        </button>
      </header>
      {role === 'producer' ? <Producer name={name} client={client} picture={picture} /> : <p class="quiet">{role}</p>}
      <span class="port" data-port={name} />
    </article>
  );
}

interface ProducerProps {
  readonly name: string;
  readonly client: ClientPart | null;
  readonly picture: Picture;
}

function Producer({ name, client, picture }: ProducerProps) {
  const batches = partsOf<BatchPart>(picture, `batch ${name} `);
  const records = partsOf<RecordPart>(picture, `record ${name} `);
  return (
    <dl class="rows">
      <dt>batches</dt>
      <dd class="batches">
        {batches.length === 0 && <span class="empty">none</span>}
        {batches.length > BATCHES && (
          <span class="more" title={`${batches.length} batches`}>
            +{batches.length - BATCHES}
          </span>
        )}
        {batches.slice(-BATCHES).map((batch) => (
          <Batch key={batch.name} batch={batch} />
        ))}
      </dd>
      <dt class="in-flight">in flight</dt>
      <dd class="in-flight">
        <Slots slots={client?.slots ?? []} most={client?.maxInFlight ?? 5} />
      </dd>
      <dt>{client !== null && client.counts.sent > 5 ? `${client.counts.sent} records` : 'records'}</dt>
      <dd class="sent">
        {records.length === 0 && <span class="empty">none sent</span>}
        {records.slice(-RECORDS).map((record) => (
          <RecordChip key={record.number} record={record} />
        ))}
      </dd>
    </dl>
  );
}

function Program({ client, atMs }: { readonly client: ClientPart | null; readonly atMs: number }) {
  if (client === null) return <span class="thread absent">not started</span>;
  if (client.waitsFor === null)
    return (
      <span class={`thread ${client.isClosed ? 'absent' : 'free'}`}>
        {client.isClosed ? 'has closed the producer' : 'free'}
      </span>
    );
  const waited = atMs - client.waitsSinceMs;
  return (
    <span class="thread blocked">
      waits in {client.waitsFor} <small>{waited > 0 ? duration(waited) : ''}</small>
    </span>
  );
}

function Batch({ batch }: { readonly batch: BatchPart }) {
  const share = Math.min(1, batch.bytes / Math.max(1, batch.size));
  const percent = Math.max(4, Math.round(share * 100));
  const attempt = batch.attempt > 1 ? `, attempt ${batch.attempt}` : '';
  return (
    <span
      class={`batch ${batch.state.replace(' ', '-')}`}
      title={`${batch.name}: ${batch.count} records, ${batch.bytes} of ${batch.size} bytes, ${batch.state}${attempt}`}
    >
      <span class="name">
        {batch.name}
        {batch.attempt > 1 && <b> try {batch.attempt}</b>}
      </span>
      <span class="fill" style={{ '--share': `${percent}%` }} />
      <span class="count">
        {batch.count === 1 ? '1 record' : `${batch.count} records`} · {batch.state}
      </span>
    </span>
  );
}

function Slots({ slots, most }: { readonly slots: readonly Slot[]; readonly most: number }) {
  const shown = Math.max(Math.min(most, 8), 1);
  const brokers = [...new Set(slots.map(({ broker }) => broker))];
  const text =
    slots.length === 0 ? 'no request' : slots.map(({ api, broker }) => `${api} to broker-${broker}`).join(', ');
  if (brokers.length === 0) return <SlotRow taken={[]} shown={shown} text={text} label="" />;
  return (
    <span class="slot-rows">
      {brokers.map((broker) => (
        <SlotRow
          key={broker}
          taken={slots.filter((slot) => slot.broker === broker)}
          shown={shown}
          text={text}
          label={`broker-${broker}`}
        />
      ))}
    </span>
  );
}

interface SlotRowProps {
  readonly taken: readonly Slot[];
  readonly shown: number;
  readonly text: string;
  readonly label: string;
}

function SlotRow({ taken, shown, text, label }: SlotRowProps) {
  const count = Math.max(shown, taken.length);
  return (
    <span class="slots" role="img" aria-label={`In flight${label === '' ? '' : ` to ${label}`}: ${text}`} title={text}>
      {Array.from({ length: count }, (_, i) => (
        <i key={i} class={taken[i] === undefined ? '' : taken[i].api === 'Produce' ? 'taken' : 'other'} />
      ))}
      {label !== '' && <small>{label}</small>}
    </span>
  );
}

const STATES: Readonly<Record<RecordPart['state'], string>> = {
  waits: 'waits in send()',
  'in batch': 'in a batch',
  'in flight': 'in flight',
  acknowledged: 'acknowledged',
  failed: 'failed',
  unknown: 'sent with acks=0: nobody knows',
};
const WAYS: Readonly<Record<RecordPart['way'], string>> = {
  ignored: 'the program does not look at the result',
  get: 'the program asks with get()',
  callback: 'a callback reports to the program',
};

/** Filled once the program knows the outcome; hollow as long as only the producer does. */
function RecordChip({ record }: { readonly record: RecordPart }) {
  const { label, state, way, offset, error, isLearned } = record;
  const place = offset >= 0 ? ` @${offset}` : '';
  const text = `${label}: ${error ?? STATES[state]}${place}; ${isLearned ? 'the program knows it' : WAYS[way]}`;
  return (
    <span class={`record ${state.replace(' ', '-')}${isLearned ? ' learned' : ''}`} title={text}>
      <Glyph state={state} />
      {label}
      {place !== '' && <small>{place}</small>}
      <span class="visually-hidden">, {text}</span>
    </span>
  );
}

function Glyph({ state }: { readonly state: RecordPart['state'] }) {
  const shapes: Readonly<Record<RecordPart['state'], string>> = {
    waits: 'M4 2v8M8 2v8',
    'in batch': 'M2 3h8v6H2z',
    'in flight': 'M1 6h8M6 3l3 3-3 3',
    acknowledged: 'M2 6l3 3 5-6',
    failed: 'M3 3l6 6M9 3l-6 6',
    unknown: 'M4 4.5a2 2 0 1 1 2.6 1.9c-.5.2-.6.6-.6 1.1M6 10v.1',
  };
  return (
    <svg class="glyph" viewBox="0 0 12 12" aria-hidden="true">
      <path d={shapes[state]} />
    </svg>
  );
}

export function Dots() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" class="dots">
      <path d="M9 1 4 9h4l-1 6 5-8H8z" />
    </svg>
  );
}

/** The letter of a client, which its records have in logs, too. */
export function letterOf(number: number): string {
  return String.fromCharCode(65 + (number % 26));
}

function partsOf<P>(picture: Picture, prefix: string): P[] {
  const found: P[] = [];
  for (const [key, part] of picture) if (key.startsWith(prefix)) found.push(part as P);
  return found;
}
