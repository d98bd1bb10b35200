/** Draws the timeline on its canvas. */
import { duration } from '../history/captions.ts';
import type { ClientPart, Step } from '../history/step.ts';
import type { Branch, Roster } from './branch.ts';
import { colourOf } from './colours.ts';

const AXIS = 18;
const LABEL_SPACE = 58;

interface Row {
  readonly name: string;
  readonly sources: readonly string[];
}

export function rowsOf({ clients, brokers }: Roster): readonly Row[] {
  return [
    ...clients.map(({ name }) => ({ name, sources: [name] })),
    { name: 'brokers', sources: brokers.map(({ name }) => name) },
    { name: 'faults, elections', sources: ['fault', 'cluster', 'program'] },
  ];
}

export function drawTimeline(canvas: HTMLCanvasElement, branch: Branch, rows: readonly Row[]): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (context === null || width === 0) return;
  canvas.width = width * devicePixelRatio;
  canvas.height = height * devicePixelRatio;
  context.scale(devicePixelRatio, devicePixelRatio);
  const rowHeight = (height - AXIS) / rows.length;
  const { film, history } = branch;
  const x = (index: number): number => (film.startOf(index) / Math.max(1, film.lengthMs)) * width;
  context.fillStyle = colourOf('line');
  for (const i of rows.keys()) context.fillRect(0, i * rowHeight + rowHeight / 2, width, 1);
  drawBlocked(context, history.steps, rows, x, width, rowHeight, colourOf('blocked'));
  const rowOf = new Map(rows.flatMap(({ sources }, i) => sources.map((source) => [source, i] as const)));
  /** The last pixel of each row that has a mark, since thousands of steps share a pixel. */
  const marked: number[] = [];
  for (const [i, step] of history.steps.entries()) {
    const row = rowOf.get(step.source);
    if (row === undefined || step.weight === 'quiet') continue;
    const left = Math.round(x(i));
    if (marked[row] === left && step.source !== 'fault') continue;
    marked[row] = left;
    context.fillStyle = colourOf(markColour(step));
    const size = rowHeight * (step.weight === 'main' ? 0.6 : 0.33);
    context.fillRect(left, row * rowHeight + (rowHeight - size) / 2, step.source === 'fault' ? 3 : 2, size);
  }
  const forkedAt = branch.forkedAt.peek();
  if (forkedAt > 0) drawFork(context, x(forkedAt), height - AXIS, colourOf('bad'));
  drawAxis(context, history.steps, x, { width, height }, colourOf('ink-soft'));
}

function markColour({ source, event }: Step): string {
  if (source === 'fault' || /fail|expired|lost|crash|refused|throws|no leader|too late/.test(event)) return 'bad';
  if (/acknowledged|returns|callback called/.test(event)) return 'good';
  if (source === 'cluster') return 'unsure';
  return 'accent';
}

/** The times during which the program waits. */
function drawBlocked(
  context: CanvasRenderingContext2D,
  steps: readonly Step[],
  rows: readonly Row[],
  x: (index: number) => number,
  width: number,
  rowHeight: number,
  colour: string,
): void {
  context.fillStyle = colour;
  const since = new Map<string, number>();
  const draw = (name: string, until: number): void => {
    const row = rows.findIndex((one) => one.name === name);
    const from = since.get(name);
    since.delete(name);
    if (from !== undefined && row >= 0)
      context.fillRect(from, row * rowHeight + rowHeight * 0.2, Math.max(1, until - from), rowHeight * 0.65);
  };
  for (const [i, { changes }] of steps.entries()) {
    for (const [key, part] of changes) {
      if (!key.startsWith('client ')) continue;
      const { name, waitsFor } = part as ClientPart;
      if (waitsFor === null) draw(name, x(i));
      else if (!since.has(name)) since.set(name, x(i));
    }
  }
  for (const name of since.keys()) draw(name, width);
}

function drawFork(context: CanvasRenderingContext2D, left: number, height: number, colour: string): void {
  context.save();
  context.strokeStyle = colour;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(left, 0);
  context.lineTo(left, height);
  context.stroke();
  context.restore();
}

/** Virtual times, as many as there is room for. */
function drawAxis(
  context: CanvasRenderingContext2D,
  steps: readonly Step[],
  x: (index: number) => number,
  { width, height }: { readonly width: number; readonly height: number },
  colour: string,
): void {
  context.fillStyle = colour;
  context.font = '12px system-ui, sans-serif';
  let [free, shownMs, shown] = [0, -1, ''];
  for (const [i, { atMs }] of steps.entries()) {
    const left = x(i);
    if (atMs === shownMs || left < free) continue;
    const text = duration(atMs) === shown ? `${atMs} ms` : duration(atMs);
    const length = context.measureText(text).width;
    if (left + length > width) break;
    context.fillText(text, left, height - 4);
    [shownMs, shown] = [atMs, duration(atMs)];
    free = left + Math.max(LABEL_SPACE, length + 16);
  }
}
