/**
 * FindCoordinator (KIP-98; KIP-699 with one key).
 *
 * Checks, in the real broker's order: the internal topic of the coordinators exists; the key's partition has a live leader. The first
 * request creates the topic. Until the topic has leaders, and as long as there are too few brokers for its replicas, the answer is
 * COORDINATOR_NOT_AVAILABLE.
 * Differs: there are no ACLs. As with any topic, the leaders are elected after the cluster's leaderElectionDelayMs.
 */
import { ERRORS, type ErrorName } from '../../protocol/errors/errors.ts';
import type { FindCoordinatorRequest } from '../../protocol/messages.ts';
import { createInternalTopic } from '../controller/internal-topics.ts';
import {
  CONSUMER_OFFSETS_TOPIC,
  coordinatorOf,
  TRANSACTION_STATE_TOPIC,
} from '../coordinators/log/coordinator-topic.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleFindCoordinator(call: Call, { keyType, key }: FindCoordinatorRequest): void {
  const topic = keyType === 'transaction' ? TRANSACTION_STATE_TOPIC : CONSUMER_OFFSETS_TOPIC;
  createInternalTopic(call.services.controller, topic);
  const { error, node } = coordinatorOf(call.services.replicas, topic, key);
  const errorMessage = messageOf(error, call.apiVersion);
  answer(call, { api: 'FindCoordinator', throttleTimeMs: 0, error, errorMessage, node });
}

/** Version 4 leaves the message empty; older ones have the error's own, which for success is its name. */
function messageOf(error: ErrorName, apiVersion: number): string {
  if (apiVersion >= 4) return '';
  return error === 'NONE' ? 'NONE' : ERRORS[error].message;
}
