/** Lays out the steps of a run in columns, one per actor. A column is as wide as its heading needs; labels go on to the right over the next ones. */
import type { Lane } from '../model/lanes.ts';
import type { Step, Tone } from '../model/steps.ts';

/** What a piece of text is: a step by its tone, or a part of the frame around the steps. */
export type TextPart = Tone | 'heading' | 'lifeline' | 'note';

const TIME_WIDTH = 8;
const MIN_WIDTH = 11;
const MAX_WIDTH = 24;
const GAP = 2;

export class Columns {
  private readonly lanes: readonly Lane[];
  private readonly style: (text: string, part: TextPart) => string;
  /** Where the line of each actor is, from the left. */
  private readonly starts: readonly number[];
  private readonly width: number;

  constructor(lanes: readonly Lane[], style: (text: string, part: TextPart) => string) {
    this.lanes = lanes;
    this.style = style;
    let next = TIME_WIDTH + GAP;
    this.starts = lanes.map(({ name }) => {
      const start = next;
      next += Math.min(Math.max(name.length, MIN_WIDTH), MAX_WIDTH) + GAP;
      return start;
    });
    this.width = next;
  }

  heading(): string {
    const cells = this.lanes.map(({ name }, place) => {
      const width = (this.starts[place + 1] ?? this.width) - this.starts[place]!;
      return shortened(name, width - GAP).padEnd(width);
    });
    return this.style(`${'ms'.padStart(TIME_WIDTH)}${' '.repeat(GAP)}${cells.join('')}`.trimEnd(), 'heading');
  }

  /** A line that says how much time passes without any step. */
  pause(ms: number): string {
    const text = `(${ms} ms)`.padStart(TIME_WIDTH);
    return this.style(`${text}${this.lifelines('⋮').slice(text.length)}`.trimEnd(), 'lifeline');
  }

  /** @param time shown on the left; empty if it is that of the line above */
  row({ from, to, label, tone, isLost }: Step, time: string): string {
    const source = this.startOf(from);
    const target = to === null ? source : this.startOf(to);
    const [left, right] = [Math.min(source, target), Math.max(source, target)];
    const drawn = to === null ? '●' : arrow(right - left, source < target, isLost);
    const text = `${drawn} ${label}`;
    const lifelines = this.lifelines('│');
    const after = lifelines.slice(left + text.length);
    return [
      time.padStart(TIME_WIDTH),
      this.style(lifelines.slice(TIME_WIDTH, left), 'lifeline'),
      this.style(text, tone),
      this.style(after.startsWith('│') ? ` ${after.slice(1)}`.trimEnd() : after.trimEnd(), 'lifeline'),
    ]
      .join('')
      .trimEnd();
  }

  private startOf(lane: Lane): number {
    return this.starts[this.lanes.indexOf(lane)]!;
  }

  private lifelines(mark: string): string {
    const line = Array.from({ length: this.width }, () => ' ');
    for (const start of this.starts) line[start] = mark;
    return line.join('');
  }
}

/** `├────────►│`, or `├╌╌╌╌✗    │` for a message that is lost on the way; the other way round to the left. */
function arrow(length: number, isToTheRight: boolean, isLost: boolean): string {
  const inside = length - 1;
  const reach = isLost ? Math.floor(inside / 2) : inside - 1;
  const line = isLost ? '╌'.repeat(reach) : '─'.repeat(reach);
  const head = isLost ? '✗' : isToTheRight ? '►' : '◄';
  const rest = ' '.repeat(inside - reach - 1);
  return isToTheRight ? `├${line}${head}${rest}│` : `│${rest}${head}${line}┤`;
}

function shortened(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
