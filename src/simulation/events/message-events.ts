/** What the trace shows of connections and of the messages on them. The sources of these events are clients, or brokers that follow a leader. */
import type { ApiName, RequestFactsOf, ResponseFactsOf } from '../../protocol/messages.ts';

/** The connection that an event is about. */
export type ConnectionFacts = {
  /** The broker's address, such as `broker-1:9092`. */
  readonly broker: string;
  /** The client id of a real client, if its host has another name. */
  readonly client?: string;
};

/** Events of a client's end of a connection. */
export type ConnectionEvents = {
  readonly connected: ConnectionFacts;
  readonly refused: ConnectionFacts;
  /** The client has closed it. */
  readonly closes: ConnectionFacts;
  readonly disconnected: ConnectionFacts;
  /** A real client has sent bytes that brokers do not accept; the connection ends. */
  readonly 'sends what brokers do not accept': ConnectionFacts & { readonly problem: string };
};

/** What a follower's fetch shows, with `trace: 'replication'`, in place of a connection: the name of the leader's host. */
type FollowerFacts = { readonly leader: string };
/** `highWatermark` has the leader's high watermarks, one per partition, joined by commas. */
type FollowerResponseFacts = FollowerFacts & { readonly highWatermark?: string | undefined };

type FromFollower<Name extends ApiName, Facts> = Name extends 'Fetch' ? Facts : never;

/** `Produce request` and so on: the client has sent the request. */
type RequestEvents = {
  readonly [Name in ApiName as `${Name} request`]: (ConnectionFacts | FromFollower<Name, FollowerFacts>) &
    RequestFactsOf<Name>;
};

/** `Produce response` and so on: the client has received the response. */
type ResponseEvents = {
  readonly [Name in ApiName as `${Name} response`]: (ConnectionFacts | FromFollower<Name, FollowerResponseFacts>) &
    ResponseFactsOf<Name>;
};

export type MessageEvents = RequestEvents & ResponseEvents;
