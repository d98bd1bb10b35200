/**
 * The connections of a run. There is one for each combination of broker, name and client id.
 */
import type { ApiName, RequestOf, ResponseOf } from '../../../../src/protocol/messages.ts';
import { Connection } from './connection.ts';
import type { PlayedCluster } from './played-cluster.ts';

const PREPARATION = { name: 'preparation', clientId: 'scenario-preparation' };
const ANSWER_TIMEOUT_MS = 30_000;
const MAX_ATTEMPTS = 100;
const RETRY_PAUSE_MS = 50;

/** A condition that the runner waits for was not met in time; the message names it. */
export class NotReached extends Error {
  override readonly name = 'NotReached';
}

export class Connections {
  private readonly cluster: PlayedCluster;
  private readonly open = new Map<string, Connection>();

  constructor(cluster: PlayedCluster) {
    this.cluster = cluster;
  }

  to(brokerId: number, name: string, clientId: string): Connection {
    const key = `${brokerId}/${name}/${clientId}`;
    const existing = this.open.get(key);
    if (existing?.isOpen === true) return existing;
    const connection = new Connection(this.cluster, brokerId, clientId);
    this.open.set(key, connection);
    return connection;
  }

  /** Removes the connections to a broker that was stopped. */
  drop(brokerId: number): void {
    for (const key of this.open.keys()) if (key.startsWith(`${brokerId}/`)) this.open.delete(key);
  }

  /** Sends a request of the runner itself until it is answered. @throws NotReached */
  ask<A extends ApiName>(brokerId: number, request: RequestOf<A>, apiVersion: number): ResponseOf<A> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const connection = this.to(brokerId, PREPARATION.name, PREPARATION.clientId);
      const sent = connection.send(request, apiVersion);
      this.cluster.advanceUntil(() => sent.outcome !== undefined, ANSWER_TIMEOUT_MS);
      if (sent.outcome !== undefined && sent.outcome !== 'disconnected') return sent.outcome as ResponseOf<A>;
      connection.close();
      this.cluster.advance(RETRY_PAUSE_MS);
    }
    throw new NotReached(`broker ${brokerId} does not answer ${request.api}`);
  }
}
