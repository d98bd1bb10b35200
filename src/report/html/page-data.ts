/** What the script of the HTML report gets, with short names, since a run may have many steps. */
import type { Explanation } from '../explain/explanation.ts';
import type { RunReport } from '../model/run-report.ts';
import type { Tone } from '../model/steps.ts';

export interface PageData {
  readonly endMs: number;
  /** Names of the actors. */
  readonly lanes: readonly string[];
  readonly steps: readonly PageStep[];
  readonly spans: readonly PageSpan[];
  readonly records: readonly PageRecord[];
}

interface PageStep {
  /** Time, in virtual ms since the start. */
  readonly t: number;
  /** The actor, and the one that the step goes to; -1: none. Both are places in `lanes`. */
  readonly a: number;
  readonly z: number;
  /** Name, tone and facts. */
  readonly n: string;
  readonly k: Tone;
  readonly f: string;
  readonly lost: boolean;
  /** Producer, batches and record that it is about; `''`, `[]` and 0: none. */
  readonly p: string;
  readonly b: readonly string[];
  readonly r: number;
}

interface PageSpan {
  /** Name, actor, tone, first and last step; -1: the end of the run. */
  readonly n: string;
  readonly a: number;
  readonly k: Tone;
  readonly f: number;
  readonly l: number;
}

interface PageRecord {
  /** Producer, number among its sends, and its batches. */
  readonly p: string;
  readonly n: number;
  readonly b: readonly string[];
  /** Its life in sentences, each with its time; absent if it is not explained. */
  readonly x?: {
    readonly title: string;
    readonly turns: readonly (readonly [atMs: number, text: string])[];
    readonly outcome: string;
  };
}

export function pageData(
  { startMs, endMs, lanes, steps, spans, records }: RunReport,
  explained: ReadonlyMap<number, Explanation>,
): PageData {
  return {
    endMs,
    lanes: lanes.map(({ name }) => name),
    steps: steps.map(({ atMs, from, to, label, tone, entry, isLost, producer, batches, record }) => ({
      t: atMs - startMs,
      a: lanes.indexOf(from),
      z: to === null ? -1 : lanes.indexOf(to),
      n: label,
      k: tone,
      f: entry === null ? '' : `${entry.source}: ${entry.event}${factsText(entry.facts)}`,
      lost: isLost,
      p: producer ?? '',
      b: batches,
      r: record,
    })),
    spans: spans.map(({ name, lane, tone, first, last }) => ({
      n: name,
      a: lanes.indexOf(lane),
      k: tone,
      f: first,
      l: last,
    })),
    records: records.map(({ producer, number, batches }, place) => {
      const named = { p: producer, n: number, b: batches };
      const explanation = explained.get(place);
      if (explanation === undefined) return named;
      const { title, turns, outcome } = explanation;
      return { ...named, x: { title, turns: turns.map(({ atMs, text }) => [atMs, text] as const), outcome } };
    }),
  };
}

function factsText(facts: Readonly<Record<string, unknown>>): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${value as string | number}`)
    .join('');
}
