/**
 * Explains why a topic has never existed: its name is misspelt, or what the program has sent to it has not created it.
 */
import { didYouMean } from '../checks/nearest-name.ts';
import type { RecordEntry } from './checking/record-log.ts';
import type { Trial } from './checking/trial.ts';
import type { RunProgress } from './run/run-progress.ts';

export function describeMissingTopic(name: string, { topics, producers, progress }: Trial): string {
  const sent = producers.flatMap(({ sends }) => sends.filter(({ topic }) => topic === name));
  if (sent.length > 0) return `There is no topic '${name}' yet. ${whatWasSent(sent, progress)}`;
  const names = topicNames(topics);
  return [
    `There has never been a topic '${name}'.${didYouMean(name, names)} ${existing(names)}`,
    `A topic is created by sim.createTopic('${name}'), by an admin client, or when a client first asks for it.`,
  ].join('\n');
}

/** The names of the topics that a user knows. */
export function topicNames(topics: Trial['topics']): readonly string[] {
  return topics.filter(({ isInternal }) => !isInternal).map(({ name }) => name);
}

function existing(names: readonly string[]): string {
  if (names.length === 0) return 'There are no topics at all.';
  return names.length === 1 ? `The only topic is ${names.join()}.` : `The topics are ${names.join(', ')}.`;
}

function whatWasSent(sent: readonly RecordEntry[], progress: RunProgress): string {
  const failed = sent.find(({ error }) => error !== null);
  const [{ producer }] = sent as [RecordEntry];
  const records = sent.length === 1 ? 'a record' : `${sent.length} records`;
  if (failed?.error != null) return `${producer} has sent ${records} to it, which failed: ${String(failed.error)}`;
  return `${producer} has sent ${records} to it, and waits for the topic to be created.\n${progress.adviceInFlight()}`;
}
