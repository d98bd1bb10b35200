/**
 * Requests that brokers send to each other and wait for (InterBrokerSendThread): to write transaction markers, and to verify
 * that a partition is in a transaction. The host carries them over the network.
 */
import type { Response } from '../../protocol/messages.ts';
import type { ClusterContext } from '../state/cluster-context.ts';
import type { Effects } from '../state/effects.ts';
import type { InterBrokerRequest } from '../state/inter-broker-request.ts';
import { Purgatory } from './purgatory.ts';

export class InterBrokerSender {
  /** Requests without a response so far. */
  readonly inFlight: Purgatory<InterBrokerRequest>;
  private readonly effects: Effects;

  constructor({ effects, scheduler, brokers }: ClusterContext) {
    this.effects = effects;
    this.inFlight = new Purgatory(scheduler, (request) => this.abandon(request));
    for (const broker of brokers.all) broker.keepInMemory({ reset: () => this.inFlight.removeAllOf(broker.id) });
  }

  send(request: InterBrokerRequest): void {
    this.inFlight.add(request);
    this.effects.add({ kind: 'request', request });
  }

  /** The host has received the response, or (undefined) there will be none. */
  completed(request: InterBrokerRequest, response: Response | undefined): void {
    if (this.inFlight.remove(request)) request.whenDone(response);
  }

  /** request.timeout.ms is over. A late response would be taken for that to the next request, so the connection is closed. */
  private abandon(request: InterBrokerRequest): void {
    this.effects.add({ kind: 'abandon', request });
    request.whenDone(undefined);
  }
}
