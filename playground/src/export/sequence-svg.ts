/** A history as a sequence diagram in SVG, with its own light and dark colours: one row per event, messages as arrows. */
import { duration } from '../history/captions.ts';
import { Flights } from '../history/flights.ts';
import type { MessagePart, Step } from '../history/step.ts';

const ROW = 26;
const TOP = 76;
const LEFT = 90;
const COLUMN = 190;
const MOST_ROWS = 400;

const STYLE = `text{font:13px system-ui,sans-serif;fill:#1d2329}.title{font-size:16px;font-weight:600}.actor{font-weight:600;text-anchor:middle}.time{fill:#5a6470;text-anchor:end}
.life{stroke:#d8d4ca}.arrow{stroke:#285ea8;stroke-width:1.5;fill:none}.head{fill:#285ea8}.answer{stroke-dasharray:5 4}.lost{stroke:#b3261e}.label{text-anchor:middle;font-size:12px}.sheet{fill:#fbfaf7}.fault{fill:#b3261e;font-weight:600}
@media(prefers-color-scheme:dark){text{fill:#e7e9ec}.time{fill:#9aa5b1}.life{stroke:#38414c}.sheet{fill:#14181d}.arrow{stroke:#7fb0f0}.head{fill:#7fb0f0}.lost{stroke:#f2867d}.fault{fill:#f2867d}}`;

interface Actors {
  readonly clients: readonly { readonly name: string }[];
  readonly brokers: readonly { readonly name: string }[];
}

type Item = { readonly step: Step } | { readonly message: MessagePart; readonly atMs: number };

export function sequenceSvg(steps: readonly Step[], actors: Actors, title: string): string {
  const names = [...actors.clients, ...actors.brokers].map(({ name }) => name);
  const items = itemsOf(steps, names).slice(0, MOST_ROWS);
  const width = LEFT + names.length * COLUMN + 30;
  const height = TOP + items.length * ROW + 20;
  const x = (name: string): number => LEFT + (names.indexOf(name) + 0.5) * COLUMN;
  const lives = names.map(
    (name) =>
      `<line class="life" x1="${x(name)}" y1="58" x2="${x(name)}" y2="${height - 12}"/><text class="actor" x="${x(name)}" y="50">${escaped(name)}</text>`,
  );
  let shownMs = -1;
  const rows = items.map((item, i) => {
    const y = TOP + i * ROW;
    const atMs = 'step' in item ? item.step.atMs : item.atMs;
    const time = atMs === shownMs ? '' : `<text class="time" x="${LEFT - 18}" y="${y + 4}">${duration(atMs)}</text>`;
    shownMs = atMs;
    return time + ('step' in item ? note(item.step, names, x, y, width) : arrow(item.message, x, y));
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img"><title>${escaped(title)}</title><style>${STYLE}</style>
<rect class="sheet" width="${width}" height="${height}"/><text class="title" x="16" y="24">${escaped(title)}</text>
${[...lives, ...rows].join('\n')}
</svg>
`;
}

function itemsOf(steps: readonly Step[], names: readonly string[]): readonly Item[] {
  const flights = new Flights();
  flights.add(steps, 0);
  const departing = new Map<number, MessagePart[]>();
  for (const { message, departs } of flights.all) {
    if (message.api !== 'Produce' || !names.includes(message.from) || !names.includes(message.to)) continue;
    departing.set(departs, [...(departing.get(departs) ?? []), message]);
  }
  return steps.flatMap((step, i) => [
    ...(isShown(step) ? [{ step }] : []),
    ...(departing.get(i) ?? []).map((message) => ({ message, atMs: step.atMs })),
  ]);
}

/** Whether the diagram has a note about a step; the arrows are drawn from the messages. */
function isShown({ weight, event, caption }: Step): boolean {
  return weight === 'main' && caption !== '' && !/ (request|response)$/.test(event) && event !== 'joins';
}

function note(
  { source, caption }: Step,
  names: readonly string[],
  x: (name: string) => number,
  y: number,
  width: number,
): string {
  const at = names.includes(source) ? x(source) : LEFT;
  const isRight = at > width / 2;
  const anchor = isRight ? ' text-anchor="end"' : '';
  return `<text class="label${source === 'fault' ? ' fault' : ''}" style="text-anchor:${isRight ? 'end' : 'start'}"${anchor} x="${isRight ? at - 8 : at + 8}" y="${y + 4}">${escaped(caption)}</text>`;
}

function arrow({ from, to, direction, fate, label }: MessagePart, x: (name: string) => number, y: number): string {
  const [start, target] = [x(from), x(to)];
  const way = Math.sign(target - start);
  const isLost = fate === 'lost';
  const end = isLost ? (start + target) / 2 : target - way * 8;
  const head = isLost
    ? `<path class="arrow lost" d="M${end - 5} ${y - 5}l10 10m0-10l-10 10"/>`
    : `<path class="head" d="M${target} ${y}l${-9 * way}-4v8z"/>`;
  const kind = `${direction === 'response' ? ' answer' : ''}${isLost ? ' lost' : ''}`;
  return `<line class="arrow${kind}" x1="${start}" y1="${y}" x2="${end}" y2="${y}"/>${head}<text class="label" x="${(start + target) / 2}" y="${y - 5}">${escaped(label)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
