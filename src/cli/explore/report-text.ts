/**
 * The result of an exploration as text.
 */
import { asTest } from '../../explore/as-test.ts';
import type { Progress } from '../../explore/explore-options.ts';
import type { Program } from '../../explore/program.ts';
import type { FoundFailure, Report } from '../../explore/report.ts';
import { signatureOf } from '../../explore/run-case.ts';

/** `2,100 of 4,323 histories tried, 190 pairs of events seen` */
export function progressText({ tried, histories, pairs, failed }: Progress): string {
  const all = histories === null ? '' : ` of ${numberText(histories)}`;
  const ending = failed === 0 ? '' : `, ${numberText(failed)} failed`;
  const what = `histor${(histories ?? tried) === 1 ? 'y' : 'ies'}`;
  return `${numberText(tried)}${all} ${what} tried, ${countOf(pairs, 'pair')} of events seen${ending}`;
}

/** The report, with one line per failure. */
export function summaryText(report: Report): string {
  const { program, plan, seed, shard, tried, histories, pairs, failures, fingerprint, unfinished } = report;
  const failed = failures.reduce((sum, { count }) => sum + count, 0);
  const part = shard.count === 1 ? '' : `, shard ${shard.index}/${shard.count}`;
  return [
    `# ${program}, plan ${plan}, seed ${seed}${part}`,
    `${progressText({ tried, histories, pairs: pairs.length, failed })}.`,
    ...(unfinished === undefined
      ? []
      : [`Missing or not finished: ${countOf(unfinished.length, 'shard')} (${unfinished.join(', ')}).`]),
    ...failures.map(headline),
    ...(failures.length === 0 ? [tried === 0 ? 'No history was tried.' : keptText(report)] : []),
    `# fingerprint ${fingerprint}`,
    '',
  ].join('\n');
}

/** A part of the histories proves nothing about the others. */
function keptText({ end }: Report): string {
  return end === 'interrupted' || end === 'running'
    ? 'Every guarantee was kept in these histories.'
    : 'Every guarantee was kept.';
}

function headline(found: FoundFailure): string {
  const { workload, plan } = found.case;
  const records = workload.filter((step) => step.do === 'send').length;
  const size = workload.length === 0 ? '' : `, ${countOf(records, 'record')}`;
  const often = found.count === 1 ? '' : ` and ${countOf(found.count - 1, 'other')}`;
  const broken = found.guarantee === null ? signatureOf(found) : `${found.guarantee} was violated`;
  return `History ${found.history}${often}: ${broken}; shrunk to ${countOf(plan.length, 'fault')}${size}.`;
}

/** One failure in full: the report, the fault plan and a test. The test imports the program from `file`. */
export function failureText(found: FoundFailure, program: Program, file: string | undefined): string {
  const test = asTest({ program, failure: found, case: found.case, ...(file !== undefined && { file }) });
  return [
    headline(found),
    found.message,
    '',
    'The faults, as a plan for sim.faults.apply() or --faults:',
    JSON.stringify(found.case.plan),
    '',
    'The case, as a test:',
    test,
  ].join('\n');
}

function numberText(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 record`, `2 records` */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
