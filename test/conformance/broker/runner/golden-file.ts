/**
 * The recorded answers of a real broker to one scenario.
 */
import { InvalidScenarioError, isObject, type Json, list, object, text } from './json.ts';

export interface GoldenFile {
  /** Of the scenario's file as it was when the answers were recorded. */
  readonly scenarioSha256: string;
  readonly recordedFrom: string;
  /** Why these brokers could not play the scenario, such as a topic that they refuse to create. Then there are no answers. */
  readonly notPlayable: string | undefined;
  readonly answers: readonly GoldenAnswer[];
}

export interface GoldenAnswer {
  readonly step: string;
  /** More than one if the recorded runs did not agree; each of them is right. */
  readonly oneOf: readonly Json[];
}

/** @throws InvalidScenarioError naming the field */
export function readGoldenFile(content: string): GoldenFile {
  let value: Json;
  try {
    value = JSON.parse(content) as Json;
  } catch (error) {
    throw new InvalidScenarioError((error as Error).message.split('\n')[0]);
  }
  const fields = object('the file', value);
  return {
    scenarioSha256: text(fields, 'scenarioSha256', ''),
    recordedFrom: text(fields, 'recordedFrom', 'a real broker'),
    notPlayable: fields.notPlayable === undefined ? undefined : text(fields, 'notPlayable'),
    answers: list('answers', fields.answers).map((entry, index) => readAnswer(`answers[${index}]`, entry)),
  };
}

function readAnswer(where: string, entry: Json): GoldenAnswer {
  if (!isObject(entry)) throw new InvalidScenarioError(`${where} must be an object`);
  const step = text(entry, 'step');
  if (entry.oneOf !== undefined) return { step, oneOf: list(`${where}.oneOf`, entry.oneOf) };
  if (entry.answer === undefined) throw new InvalidScenarioError(`${where} has neither answer nor oneOf`);
  return { step, oneOf: [entry.answer] };
}
