/**
 * What a controller answers about each topic of a call: createTopics(), deleteTopics() and createPartitions().
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import { type Futures, failUnanswered } from '../futures/keyed-futures.ts';
import { checkController } from './not-controller.ts';

interface TopicOutcome {
  readonly name: string;
  readonly error: ErrorName;
  readonly errorMessage: string | null;
}

/**
 * Settles the futures of all topics.
 *
 * @throws NotControllerException, and settles none, if the broker is no longer the controller
 */
export function settleTopics<Outcome extends TopicOutcome, T>(
  futures: Futures<T>,
  outcomes: readonly Outcome[],
  resultOf: (outcome: Outcome) => T,
): void {
  checkController(outcomes);
  for (const outcome of outcomes) {
    const { name, error, errorMessage } = outcome;
    if (error === 'NONE') futures.get(name)?.complete(resultOf(outcome));
    else futures.get(name)?.completeExceptionally(exceptionFor(error, errorMessage));
  }
  failUnanswered(futures, (topic) => `The controller response did not contain a result for topic ${topic}`);
}
