/** The explanations of records that the HTML report has: of all of them, or of those that matter most. */
import { fateOf } from '../../guarantees/fate.ts';
import type { RecordEntry } from '../../simulation/checking/record-log.ts';
import { Explainer, type Explanation } from '../explain/explanation.ts';
import type { ReportedRun } from '../model/run-report.ts';

/** More of them would make the page slow to write and to load. */
const MAX_EXPLAINED = 100;

/** By the place of the record among all records, producer by producer. */
export function explainedRecords(run: ReportedRun): ReadonlyMap<number, Explanation> {
  const { trial } = run;
  if (!trial.isOn) return new Map();
  const records = trial.producers.flatMap(({ sends }) => sends);
  const explainer = new Explainer(run);
  const chosen = placesOf(records, run).slice(0, MAX_EXPLAINED);
  return new Map(chosen.map((place) => [place, explainer.explain(records[place]!)]));
}

/** All places, those of records with a finding or without an acknowledgement first. */
function placesOf(records: readonly RecordEntry[], { trial }: ReportedRun): readonly number[] {
  const { lost, duplicated, reordered } = trial.verdict();
  const found = new Set([...lost, ...duplicated, ...reordered].map(({ record }) => record));
  const isOfInterest = (record: RecordEntry): boolean => found.has(record) || fateOf(record) !== 'acknowledged';
  const places = records.map((_, place) => place);
  return [
    ...places.filter((place) => isOfInterest(records[place]!)),
    ...places.filter((place) => !isOfInterest(records[place]!)),
  ];
}
