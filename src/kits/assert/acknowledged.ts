/**
 * Expected: records were acknowledged, each with an offset.
 */
import type { ExpectationResult } from './expectation-result.ts';
import { nameOf } from './record-story.ts';
import { recordBehind, type Sent, type SentNote, storyBehind } from './sent.ts';

const MOST_STORIES = 2;

/** @throws TypeError for what was never sent */
export function acknowledged(sent: Sent | readonly Sent[]): ExpectationResult {
  const records = (isList(sent) ? sent : [sent]).map(recordBehind);
  const others = records.filter(({ isAcknowledged }) => !isAcknowledged);
  const told = others.length === 0 ? records : others;
  return {
    isMet: others.length === 0 && records.length > 0,
    trial: records.find(({ note }) => note !== null)?.note?.recorder.run ?? null,
    problem: () => [headline(records, told), ...told.slice(0, MOST_STORIES).map(storyBehind)].join('\n'),
  };
}

/** `told`: those that were not acknowledged; all of them, if all were. */
function headline(records: readonly SentNote[], told: readonly SentNote[]): string {
  const [first] = told;
  if (first === undefined) return 'No record was sent that could have been acknowledged.';
  const { isAcknowledged } = first;
  if (records.length > 1) {
    if (isAcknowledged) return `All ${records.length} records were acknowledged.`;
    return `${told.length} of ${records.length} records were not acknowledged.`;
  }
  const name = first.note === null ? 'The record' : nameOf(first.note);
  return isAcknowledged ? `${name} was acknowledged.` : `${name} was not acknowledged: ${whyNot(first)}.`;
}

function whyNot({ error, isOver }: SentNote): string {
  if (error !== null) return error.name;
  return isOver ? 'nobody was to answer (acks=0)' : 'it is still under way';
}

function isList(sent: Sent | readonly Sent[]): sent is readonly Sent[] {
  return Array.isArray(sent);
}
