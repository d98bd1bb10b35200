/**
 * A leader's requests to coordinators to verify partitions of a transaction (AddPartitionsToTxnManager, KIP-890).
 *
 * A coordinator gets the requests of one moment together, and the next ones after it has answered. Of several requests for one
 * transactional id only the newest is sent.
 */

import { produceApi } from '../../../protocol/apis/produce.ts';
import { errorFor } from '../../../protocol/description/api.ts';
import type { ErrorName } from '../../../protocol/errors/errors.ts';
import type { AddPartitionsToTxnRequest } from '../../../protocol/messages.ts';
import type { InterBrokerSender } from '../../purgatory/inter-broker-sender.ts';
import type { ReplicaManager } from '../../replication/replica-manager.ts';
import type { VolatileState } from '../../state/broker.ts';
import { latestVersionOf } from '../../versions/broker-version.ts';
import type { VerificationOperation } from './verification-rules.ts';

interface Verification {
  readonly request: AddPartitionsToTxnRequest;
  readonly operation: VerificationOperation;
  /** Called with an error for each partition of the request, in its order; never within `verify`. */
  readonly whenDone: (errors: readonly ErrorName[]) => void;
}

interface Channel {
  /** The number of requests in flight. */
  inFlight: number;
  /** By transactional id. */
  queued: Map<string, Verification>;
  /** Of the first of them; as in Kafka, it decides which errors all of them get. Undefined without any. */
  operation: VerificationOperation | undefined;
}

export class VerificationChannels implements VolatileState {
  private readonly replicas: ReplicaManager;
  private readonly interBroker: InterBrokerSender;
  private readonly apiVersion: number;
  /** By the coordinator's broker id. */
  private readonly channels = new Map<number, Channel>();

  constructor(replicas: ReplicaManager, interBroker: InterBrokerSender) {
    this.replicas = replicas;
    this.interBroker = interBroker;
    this.apiVersion = latestVersionOf(replicas.replication.config.version, 'AddPartitionsToTxn');
    replicas.broker.keepInMemory(this);
  }

  verify(coordinatorId: number, verification: Verification): void {
    const channel = this.channel(coordinatorId);
    channel.operation ??= verification.operation;
    const { transactionalId, producerEpoch } = verification.request;
    const earlier = channel.queued.get(transactionalId);
    if (earlier !== undefined && earlier.request.producerEpoch > producerEpoch) {
      this.fail(verification, 'INVALID_PRODUCER_EPOCH');
      return;
    }
    // The client has probably retried: the earlier attempt gets another retriable error, or is fenced.
    if (earlier !== undefined) {
      const isFenced = earlier.request.producerEpoch < producerEpoch;
      this.fail(earlier, isFenced ? 'INVALID_PRODUCER_EPOCH' : 'NETWORK_EXCEPTION');
    }
    channel.queued.set(transactionalId, verification);
    if (channel.inFlight === 0) this.send(coordinatorId, channel);
  }

  reset(): void {
    this.channels.clear();
  }

  private send(to: number, channel: Channel): void {
    const { scheduler, config } = this.replicas.replication;
    const { id: brokerId } = this.replicas.broker;
    const { queued, operation } = channel;
    channel.queued = new Map();
    channel.operation = undefined;
    channel.inFlight = queued.size;
    for (const { request, whenDone } of queued.values()) {
      this.interBroker.send({
        brokerId,
        to,
        clientId: `AddPartitionsManager-client-${brokerId}`,
        apiVersion: this.apiVersion,
        request,
        deadlineMs: scheduler.nowMs + config.requestTimeoutMs,
        whenDone: (response) => {
          channel.inFlight--;
          const results = response?.api === 'AddPartitionsToTxn' ? response.partitions : undefined;
          whenDone(
            results?.map(({ error }) => errorForProducer(error, operation)) ??
              request.partitions.map(() => 'NETWORK_EXCEPTION' as const),
          );
          if (channel.inFlight === 0) this.send(to, channel);
        },
      });
    }
  }

  private fail({ request, whenDone }: Verification, error: ErrorName): void {
    this.replicas.replication.scheduler.afterCall(() => whenDone(request.partitions.map(() => error)));
  }

  private channel(coordinatorId: number): Channel {
    let channel = this.channels.get(coordinatorId);
    if (channel === undefined) {
      channel = { inFlight: 0, queued: new Map(), operation: undefined };
      this.channels.set(coordinatorId, channel);
    }
    return channel;
  }
}

/** The error that the producer gets for an error of the verification. */
function errorForProducer(error: ErrorName, operation: VerificationOperation | undefined): ErrorName {
  if (error === 'TRANSACTION_ABORTABLE' && operation?.knowsAbortable !== true) return 'INVALID_TXN_STATE';
  return errorFor(produceApi, produceApi.versions[1], error);
}
