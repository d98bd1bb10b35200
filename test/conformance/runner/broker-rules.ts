/**
 * Which of a scenario's broker rules apply to a request, and what they come to.
 *
 * Owns: matching, and that later rules override earlier ones.
 * Refuses to know: what a broker answers by itself (answers.ts).
 */
import type { RequestEnvelope } from '../../../src/protocol/messages.ts';
import { apiWord } from './api-words.ts';
import type { RequestNumbers } from './request-numbers.ts';
import type { BrokerRule, ClusterOperation, Ordinals, PartitionAnswer, RuleAction } from './scenario.ts';

export interface Verdict {
  /** All actions, the later over the earlier; without what is said of single partitions. */
  readonly action: RuleAction;
  /** What is to be done when the request is handled, by all rules. */
  readonly operations: readonly ClusterOperation[];
  /** PRODUCE: by `topic-partition`. */
  readonly partitions: ReadonlyMap<string, PartitionAnswer>;
}

export function verdictOn(
  rules: readonly BrokerRule[],
  envelope: RequestEnvelope,
  brokerId: number,
  numbers: RequestNumbers,
): Verdict {
  let action: RuleAction = {};
  const operations: ClusterOperation[] = [];
  const partitions = new Map<string, PartitionAnswer>();
  const say = (place: string, answer: PartitionAnswer): void => {
    partitions.set(place, { ...partitions.get(place), ...answer });
  };
  for (const rule of rules) {
    if (!applies(rule, envelope, brokerId, numbers)) continue;
    action = { ...action, ...rule };
    if (rule.then !== undefined) operations.push(...rule.then);
    if (envelope.request.api !== 'Produce') continue;
    const places = rule.tp === undefined ? numbers.attempts.keys() : [rule.tp];
    for (const place of places) say(place, partitionAnswer(rule));
    for (const [place, answer] of Object.entries(rule.partitions ?? {})) {
      say(place, typeof answer === 'string' ? { error: answer } : answer);
    }
  }
  return { action, operations, partitions };
}

function applies(
  rule: BrokerRule,
  { request }: RequestEnvelope,
  brokerId: number,
  { n, attempts }: RequestNumbers,
): boolean {
  if (rule.api !== apiWord(request.api) || !includes(rule.n, n)) return false;
  if (rule.node !== undefined && rule.node !== brokerId) return false;
  if (rule.tp === undefined)
    return rule.nth === undefined || [...attempts.values()].some((nth) => includes(rule.nth, nth));
  const attempt = attempts.get(rule.tp);
  return attempt !== undefined && includes(rule.nth, attempt);
}

function includes(ordinals: Ordinals | undefined, ordinal: number): boolean {
  if (ordinals === undefined) return true;
  if (typeof ordinals === 'number') return ordinals === ordinal;
  if ('length' in ordinals) return ordinals.includes(ordinal);
  return ordinal >= (ordinals.from ?? 1) && ordinal <= (ordinals.to ?? Number.POSITIVE_INFINITY);
}

/** The fields of a rule that speak of a partition. */
function partitionAnswer(rule: BrokerRule): PartitionAnswer {
  const { error, message, baseOffset, logStartOffset, logAppendTimeRel, recordErrors, append } = rule;
  const answer = { error, message, baseOffset, logStartOffset, logAppendTimeRel, recordErrors, append };
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
}
