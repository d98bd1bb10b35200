/**
 * Asking any node who coordinates the transactional id, or a consumer group.
 */

import { NullPointerException } from '../../../client/java/java-errors.ts';
import { ERRORS } from '../../../protocol/errors.ts';
import { exceptionFor, GroupAuthorizationException, KafkaException } from '../../../protocol/exceptions.ts';
import type { CoordinatorType, FindCoordinatorRequest, FindCoordinatorResponse } from '../../../protocol/messages.ts';
import type { Priority } from './pending-requests.ts';
import { type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

export class FindCoordinator extends TransactionalRequest {
  readonly request: FindCoordinatorRequest;
  readonly priority: Priority = 'findCoordinator';
  override readonly coordinatorType: null = null;
  private readonly hasKey: boolean;

  /** `null` is the transactional id of a producer that has none; such a request is never sent. */
  constructor(context: RequestContext, keyType: CoordinatorType, key: string | null) {
    super(context, new TransactionalResult('FindCoordinator'));
    this.request = { api: 'FindCoordinator', keyType, key: key ?? '' };
    this.hasKey = key !== null;
  }

  override checkWritable(): void {
    if (this.hasKey) return;
    throw new NullPointerException('Cannot invoke "String.equals(Object)" because "this.key" is null');
  }

  protected handle({ error, errorMessage, node }: FindCoordinatorResponse): void {
    const { keyType, key } = this.request;
    if (error === 'NONE' && node !== null) {
      // The response has no rack on the wire.
      const { id, host, port } = node;
      const { coordinators, logger, texts } = this.context;
      coordinators.set(keyType, { id, host, port });
      this.result.done();
      logger.info(`Discovered ${keyType} coordinator ${texts.node({ id, host, port })}`);
    } else if (ERRORS[error].retriable) this.retry();
    else if (error === 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED') this.failFatally(exceptionFor(error));
    else if (error === 'GROUP_AUTHORIZATION_FAILED') this.failAbortably(unauthorizedGroup(key));
    else {
      this.failFatally(
        new KafkaException(
          `Could not find a coordinator with type ${keyType.toUpperCase()} with key ${key} due to unexpected error: ${errorMessage}`,
        ),
      );
    }
  }
}

export function unauthorizedGroup(groupId: string): GroupAuthorizationException {
  return new GroupAuthorizationException(`Not authorized to access group: ${groupId}`);
}
