/**
 * Renders the first difference of a scenario as text: the steps before it, both answers, and the steps after it.
 */
import type { Difference } from './comparison.ts';
import { asText, type Fields, isObject, type Json } from './json.ts';
import type { Answers } from './play.ts';
import type { Scenario, Step } from './scenario.ts';

const STEPS_BEFORE = 3;
const STEPS_AFTER = 1;
const LONGEST_REQUEST = 400;
const LONGEST_CONTEXT = 200;
const LONGEST_ANSWER = 1_500;
const LONGEST_VALUE = 160;

export function describeDifference({ steps }: Scenario, answers: Answers, difference: Difference): string {
  const at = steps.findIndex(({ id }) => id === difference.step);
  const before = at < 0 ? [] : steps.slice(Math.max(0, at - STEPS_BEFORE), at);
  const after = at < 0 ? [] : steps.slice(at + 1, at + 1 + STEPS_AFTER);
  const step = steps[at];
  return [
    `  ${headline(difference)}`,
    ...before.flatMap((one) => context(one, answers)),
    step === undefined
      ? `  > ${difference.step} (the scenario has no such step)`
      : `  > ${describeStep(step, LONGEST_REQUEST)}`,
    ...expectedLines(difference.expected),
    `      ours: ${shown(difference.actual, LONGEST_ANSWER)}`,
    ...after.flatMap((one) => context(one, answers)),
  ].join('\n');
}

function headline({ step, field, expected, actual, expectedValue, actualValue }: Difference): string {
  if (expected.length === 0) return `${step}: ours has an answer, the recording has none`;
  if (actual === undefined) return `${step}: ours has no answer`;
  const unplayable = isObject(actual) ? whyUnplayable(actual) : undefined;
  if (unplayable !== undefined) return `${step}: ${unplayable}`;
  const where = field === '' ? 'the answer' : field;
  return `${step}: ${where} is ${shown(actualValue, LONGEST_VALUE)}, Kafka's is ${shown(expectedValue, LONGEST_VALUE)}`;
}

/** The reason that play.ts puts in the place of an answer. */
function whyUnplayable({ notServed, notExpressible, notReached }: Fields): string | undefined {
  if (typeof notServed === 'string') return `our brokers do not serve ${notServed}`;
  if (typeof notExpressible === 'string') return `our requests cannot express ${notExpressible}`;
  return typeof notReached === 'string' ? notReached : undefined;
}

function expectedLines(expected: readonly Json[]): string[] {
  if (expected.length === 0) return ['      Kafka: no answer recorded'];
  return expected.map((answer, index) => `      Kafka${index === 0 ? '' : ', or'}: ${shown(answer, LONGEST_ANSWER)}`);
}

function context(step: Step, answers: Answers): string[] {
  const answer = answers.get(step.id);
  const line = `    ${describeStep(step, LONGEST_CONTEXT)}`;
  return answer === undefined ? [line] : [line, `      ours: ${shown(answer, LONGEST_CONTEXT)}`];
}

function describeStep({ id, kind, fields }: Step, longest: number): string {
  if (kind === 'request') {
    const { id: _id, api, to, version, request, ...rest } = fields;
    const target = to === undefined ? '' : ` to ${typeof to === 'object' ? JSON.stringify(to) : to}`;
    const which = version === undefined ? '' : ` version ${JSON.stringify(version)}`;
    const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
    return cut(`${id} ${asText('api', api)}${which}${target} ${JSON.stringify(request ?? {})}${more}`, longest);
  }
  const { id: _id, [kind]: what, ...rest } = fields;
  const name = kind === 'world' ? asText(kind, what) : `${kind} ${asText(kind, what)}`;
  return cut(`${id} ${name}${Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`}`, longest);
}

function shown(value: Json | undefined, longest: number): string {
  return value === undefined ? 'absent' : cut(JSON.stringify(value), longest);
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}
