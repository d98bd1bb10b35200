/**
 * Asks any node for the coordinator of the transactional id, or of a consumer group.
 */
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import { KafkaException, NullPointerException } from '../../../protocol/errors/exceptions.ts';
import type { CoordinatorType, FindCoordinatorRequest, FindCoordinatorResponse } from '../../../protocol/messages.ts';
import { RETRY_RETRIABLE_ERRORS, type Reactions, reactionsByPolicies } from './error-reactions.ts';
import type { Priority } from './pending-requests.ts';
import { groupException, type RequestContext, TransactionalRequest } from './transactional-request.ts';
import { TransactionalResult } from './transactional-result.ts';

const reactionsFor = reactionsByPolicies(() => ({
  ...RETRY_RETRIABLE_ERRORS,
  GROUP_AUTHORIZATION_FAILED: 'abortable',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'fatal',
}));

export class FindCoordinator extends TransactionalRequest {
  readonly request: FindCoordinatorRequest;
  readonly priority: Priority = 'findCoordinator';
  override readonly coordinatorType: null = null;
  protected readonly reactions: Reactions = reactionsFor(this.context.policies);
  private readonly hasKey: boolean;

  /** @param key `null`: the transactional id of a producer that has none; such a request is never sent */
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
    } else if (this.reactions[error] === undefined) {
      const what = `Could not find a coordinator with type ${keyType.toUpperCase()} with key ${key}`;
      this.failFatally(new KafkaException(`${what} due to unexpected error: ${errorMessage}`));
    } else this.react(error);
  }

  protected override exceptionOf(error: ErrorName): KafkaException {
    return groupException(error, this.request.key);
  }
}
