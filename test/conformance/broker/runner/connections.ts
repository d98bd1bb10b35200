/**
 * The connections of a run: those with the same broker, name and client id are the same.
 */
import type { ApiName, RequestOf, ResponseOf } from '../../../../src/protocol/messages.ts';
import { Connection } from './connection.ts';
import type { PlayedCluster } from './played-cluster.ts';

const PREPARATION = { name: 'preparation', clientId: 'scenario-preparation' };
const ANSWER_TIMEOUT_MS = 30_000;
const MAX_TRIES = 100;
const RETRY_PAUSE_MS = 50;

/** What the runner waits for does not come about; the message says what that is. */
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
    const standing = this.open.get(key);
    if (standing?.isOpen === true) return standing;
    const connection = new Connection(this.cluster, brokerId, clientId);
    this.open.set(key, connection);
    return connection;
  }

  /** Connections to a broker that has ended are not used again. */
  drop(brokerId: number): void {
    for (const key of this.open.keys()) if (key.startsWith(`${brokerId}/`)) this.open.delete(key);
  }

  /** Asks what the runner itself wants to know, until it is answered. @throws NotReached */
  ask<A extends ApiName>(brokerId: number, request: RequestOf<A>, apiVersion: number): ResponseOf<A> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
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
