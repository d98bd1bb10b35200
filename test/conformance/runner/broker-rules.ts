/**
 * Which rules of a scenario apply to a request, and what they change together. The response without a rule is in answers.ts.
 */
import type { RequestEnvelope } from '../../../src/protocol/messages.ts';
import { apiKeyOf } from './api-keys.ts';
import type { RequestNumbers } from './request-numbers.ts';
import type { BrokerRule, ClusterOperation, Ordinals, PartitionAnswer, RuleAction } from './scenario.ts';

export interface Verdict {
  /** The merged actions, without those that concern single partitions. */
  readonly action: RuleAction;
  /** The operations of all rules, which are performed when the request is handled. */
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
  const applying = rules.filter((rule) => applies(rule, envelope, brokerId, numbers));
  const inOrder = [...applying.filter((rule) => !isAboutBatches(rule)), ...applying.filter(isAboutBatches)];
  return {
    action: inOrder.reduce<RuleAction>(merged, {}),
    operations: inOrder.flatMap(({ then = [] }) => then),
    partitions: envelope.request.api === 'Produce' ? partitionAnswers(inOrder, numbers.attempts) : new Map(),
  };
}

/** Rules about batches override the others, wherever they are in the list. */
function isAboutBatches({ tp, nth }: BrokerRule): boolean {
  return tp !== undefined || nth !== undefined;
}

/** The later rule overrides the earlier one; a flag is set if one of them sets it, and maps are merged. */
function merged(earlier: RuleAction, later: BrokerRule): RuleAction {
  return {
    ...earlier,
    ...later,
    throttleMs: Math.max(earlier.throttleMs ?? 0, later.throttleMs ?? 0),
    drop: earlier.drop === true || later.drop === true,
    disconnect: earlier.disconnect === true || later.disconnect === true,
    emptyBrokers: earlier.emptyBrokers === true || later.emptyBrokers === true,
    topics: { ...earlier.topics, ...later.topics },
    partitions: { ...earlier.partitions, ...later.partitions },
  };
}

function partitionAnswers(
  rules: readonly BrokerRule[],
  attempts: ReadonlyMap<string, number>,
): ReadonlyMap<string, PartitionAnswer> {
  const answers = new Map<string, PartitionAnswer>();
  const override = (place: string, later: PartitionAnswer): void => {
    const earlier = answers.get(place);
    const append = earlier?.append === true || later.append === true ? { append: true } : {};
    answers.set(place, { ...earlier, ...later, ...append });
  };
  for (const rule of rules) {
    if (rule.partitions === undefined)
      for (const place of placesOf(rule, attempts)) override(place, partitionAnswer(rule));
    for (const [place, answer] of Object.entries(rule.partitions ?? {}))
      override(place, typeof answer === 'string' ? { error: answer } : answer);
  }
  return answers;
}

/** The partitions of a request that a rule concerns. */
function placesOf({ tp, nth }: BrokerRule, attempts: ReadonlyMap<string, number>): readonly string[] {
  if (tp !== undefined) return [tp];
  return [...attempts].filter(([, attempt]) => includes(nth, attempt)).map(([place]) => place);
}

function applies(
  rule: BrokerRule,
  { request }: RequestEnvelope,
  brokerId: number,
  { n, attempts }: RequestNumbers,
): boolean {
  if (rule.api !== apiKeyOf(request.api) || !includes(rule.n, n)) return false;
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

/** The fields of a rule that concern a partition. */
function partitionAnswer(rule: BrokerRule): PartitionAnswer {
  const { error, message, baseOffset, logStartOffset, logAppendTimeRel, recordErrors, append, currentLeader } = rule;
  const answer = { error, message, baseOffset, logStartOffset, logAppendTimeRel, recordErrors, append, currentLeader };
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
}
