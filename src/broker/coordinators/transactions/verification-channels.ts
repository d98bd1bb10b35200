/**
 * A leader's questions to coordinators: are these partitions in the transaction? (AddPartitionsToTxnManager, KIP-890)
 *
 * Owns: that a coordinator gets the questions of one moment together and the next ones after it has answered, and that of
 * several for one transactional id only the newest is asked.
 * Refuses to know: what is done with the answer (verify-partitions.ts).
 */

import { errorFor } from '../../../protocol/api.ts';
import { produceApi } from '../../../protocol/apis/produce.ts';
import type { ErrorName } from '../../../protocol/errors.ts';
import type { AddPartitionsToTxnRequest } from '../../../protocol/messages.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { askBroker } from '../../state/inter-broker.ts';

/** Told an error for each partition of the request, in its order. */
type Verified = (errors: readonly ErrorName[], nowMs: number) => void;

interface Question {
  readonly request: AddPartitionsToTxnRequest;
  readonly whenDone: Verified;
}

interface Channel {
  outstanding: number;
  /** By transactional id. */
  queued: Map<string, Question>;
}

export class VerificationChannels {
  /** By the coordinator's broker id. */
  private readonly channels = new Map<number, Channel>();

  ask(state: ClusterState, from: number, to: number, question: Question, nowMs: number): void {
    const channel = this.channel(to);
    const { transactionalId, producerEpoch } = question.request;
    const earlier = channel.queued.get(transactionalId);
    if (earlier !== undefined && earlier.request.producerEpoch > producerEpoch) {
      fail(state, question, 'INVALID_PRODUCER_EPOCH');
      return;
    }
    // The client is likely to have tried again; whoever waited gets another retriable error, or is fenced.
    if (earlier !== undefined) {
      const isFenced = earlier.request.producerEpoch < producerEpoch;
      fail(state, earlier, isFenced ? 'INVALID_PRODUCER_EPOCH' : 'NETWORK_EXCEPTION');
    }
    channel.queued.set(transactionalId, question);
    if (channel.outstanding === 0) this.send(state, from, to, channel, nowMs);
  }

  private channel(to: number): Channel {
    let channel = this.channels.get(to);
    if (channel === undefined) {
      channel = { outstanding: 0, queued: new Map() };
      this.channels.set(to, channel);
    }
    return channel;
  }

  private send(state: ClusterState, from: number, to: number, channel: Channel, nowMs: number): void {
    const { queued } = channel;
    channel.queued = new Map();
    channel.outstanding = queued.size;
    for (const { request, whenDone } of queued.values()) {
      askBroker(state, {
        brokerId: from,
        to,
        clientId: `AddPartitionsManager-client-${from}`,
        apiVersion: 4,
        request,
        deadlineMs: nowMs + state.config.requestTimeoutMs,
        whenDone: (response, laterMs) => {
          channel.outstanding--;
          if (response?.api === 'AddPartitionsToTxn') whenDone(response.partitions.map(verdict), laterMs);
          else whenDone(request.partitions.map(lost), laterMs);
          if (channel.outstanding === 0) this.send(state, from, to, channel, laterMs);
        },
      });
    }
  }
}

function fail(state: ClusterState, { request, whenDone }: Question, error: ErrorName): void {
  state.afterCall((nowMs) =>
    whenDone(
      request.partitions.map(() => error),
      nowMs,
    ),
  );
}

/** The error that a producer is answered with. */
function verdict({ error }: { readonly error: ErrorName }): ErrorName {
  return errorFor(produceApi, produceApi.versions[1], error);
}

function lost(): ErrorName {
  return 'NETWORK_EXCEPTION';
}
