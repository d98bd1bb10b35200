/** A broker with its replicas: role, leader epoch, the end of each log, and the high watermark in it. */
import type { Target } from '../faults/choices.ts';
import type { Picture } from '../history/history.ts';
import type { Cell, ReplicaPart } from '../history/step.ts';
import { Dots, letterOf } from './lane.tsx';

interface Props {
  readonly id: number;
  readonly picture: Picture;
  readonly partitions: readonly string[];
  /** The names of the clients, in the order of their letters. */
  readonly lanes: readonly string[];
  readonly open: (target: Target, at: Element) => void;
}

/** More partitions are only counted. */
const PARTITIONS = 6;

export function Broker({ id, picture, partitions, lanes, open }: Props) {
  const found = picture.get(`broker ${id}`);
  const state = found?.kind === 'broker' ? found.state : 'up';
  const name = `broker-${id}`;
  const replicas = partitions.flatMap((partition) => {
    const part = picture.get(`replica ${partition} ${id}`);
    return part?.kind === 'replica' ? [part] : [];
  });
  const isFollower = replicas.some(({ role }) => role === 'follower');
  return (
    <article
      class={`broker ${state === 'up' ? 'up' : state === 'starting' ? 'starting' : 'down'}`}
      aria-label={`${name}, ${state}`}
    >
      <span class="port" data-port={name} />
      <span class="port far" data-port={`${name} far`} />
      <header>
        <h2>{name}</h2>
        {state !== 'up' && <span class="state">{state}</span>}
        <button
          type="button"
          class="menu-button"
          aria-haspopup="menu"
          aria-label={`Faults of ${name}`}
          onClick={({ currentTarget }) => open({ kind: 'broker', id, state, isFollower }, currentTarget)}
        >
          <Dots />
        </button>
      </header>
      {replicas.length === 0 && <p class="quiet">no partitions</p>}
      {replicas.slice(0, PARTITIONS).map((replica) => (
        <Replica key={replica.partition} replica={replica} lanes={lanes} />
      ))}
      {replicas.length > PARTITIONS && <p class="quiet">and {replicas.length - PARTITIONS} more partitions</p>}
    </article>
  );
}

function Replica({ replica, lanes }: { readonly replica: ReplicaPart; readonly lanes: readonly string[] }) {
  const { partition, role, epoch, endOffset, highWatermark, isInSync, cells } = replica;
  const isLeading = role === 'leader';
  const sync = isInSync ? '' : ', not in sync';
  const first = cells[0]?.offset ?? endOffset;
  return (
    <div class={`replica ${role}${isInSync ? '' : ' lagging'}`} style={epochStyle(epoch)}>
      <p>
        <b>{partition}</b>{' '}
        <span class={`role${isLeading ? ' leading' : ''}`}>
          {role}
          {isLeading && ` · epoch ${epoch}`}
          {role !== 'offline' && sync}
        </span>
        <span class="offsets">
          <span title="Log end offset: the offset that the next record will get">
            end <b>{endOffset}</b>
          </span>
          <span title="High watermark: consumers can read the records below it">
            high watermark <b>{highWatermark}</b>
          </span>
        </span>
      </p>
      <ol class={`log${cells.length > 4 ? ' long' : ''}`} aria-label={`Log of ${partition} from offset ${first} on`}>
        {cells.length === 0 && <li class="nothing">empty</li>}
        {first > 0 && cells.length > 0 && <li class="nothing">…</li>}
        {cells.map((cell) => (
          <LogCell key={cell.offset} cell={cell} isVisible={cell.offset < highWatermark} lanes={lanes} />
        ))}
      </ol>
    </div>
  );
}

interface CellProps {
  readonly cell: Cell;
  readonly isVisible: boolean;
  readonly lanes: readonly string[];
}

function LogCell({ cell, isVisible, lanes }: CellProps) {
  const lane = lanes.indexOf(cell.client);
  const letter = lane < 0 ? '' : letterOf(lane);
  const from = cell.client === '' ? '' : ` from ${cell.client}`;
  const text = `offset ${cell.offset}: ${cell.label}${from}${cell.isCopy ? ', a duplicate' : ''}${isVisible ? '' : ', not yet visible to consumers'}, leader epoch ${cell.epoch}`;
  return (
    <li
      class={`cell${isVisible ? '' : ' hidden'}${cell.isCopy ? ' copy' : ''}`}
      style={epochStyle(cell.epoch)}
      title={text}
    >
      <span aria-hidden="true">
        {letter !== '' && <i>{letter}</i>}
        {cell.label}
      </span>
      <span class="visually-hidden">{text}</span>
    </li>
  );
}

/** The colour of a leader epoch; the palette repeats after six. */
export function epochStyle(epoch: number): Record<string, string> {
  const colour = epoch < 0 ? 'none' : String(epoch % 6);
  return { '--epoch': `var(--epoch-${colour})`, '--epoch-soft': `var(--epoch-${colour}-soft)` };
}
