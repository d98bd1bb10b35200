/** How a request from the wire becomes requests to the cluster, and their responses the one that is written. */
import type { Node } from '../../../protocol/cluster/node.ts';
import type { ApiName, RequestOf, ResponseOf } from '../../../protocol/messages.ts';
import type { WireApiName, WireRequest, WireResponse } from '../../schema/message-codec.ts';

/** An API that both the protocol and the cluster have. */
export type ConvertedApi = WireApiName & ApiName;

/** What a conversion needs to know of the connection and its cluster. */
export interface ConversionContext {
  /** Of the request. */
  readonly version: number;
  /** The APIs and versions that ApiVersions responses list. */
  readonly offered: readonly OfferedApi[];
  readonly topics: TopicIds;
  /** Where a client reaches a broker. */
  readonly addressOf: (node: Node) => Address;
}

export interface OfferedApi {
  /** Number of the API in the protocol. */
  readonly key: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The topics that the broker knows, by name and by id (KIP-516): the cluster's own requests have names only. */
export interface TopicIds {
  readonly nameOf: (topicId: string) => string | undefined;
  readonly idOf: (name: string) => string | undefined;
}

export interface Exchange<Name extends ConvertedApi> {
  /**
   * Usually one. None if the request can be answered at once; several if the cluster has no request for the whole. The cluster gets
   * them in this order.
   */
  readonly requests: readonly RequestOf<Name>[];
  /** @param responses those to `requests`, in the same order */
  readonly respond: (responses: readonly ResponseOf<Name>[]) => WireResponse<Name>;
}

/** @throws WireError if the message has a value that Kafka's protocol does not know */
export type Conversion<Name extends ConvertedApi> = (
  message: WireRequest<Name>,
  context: ConversionContext,
) => Exchange<Name>;

/** An exchange with one request to the cluster. */
export function single<Name extends ConvertedApi>(
  request: RequestOf<Name>,
  respond: (response: ResponseOf<Name>) => WireResponse<Name>,
): Exchange<Name> {
  return { requests: [request], respond: ([response]) => respond(response as ResponseOf<Name>) };
}

/** An exchange that does not need the cluster. */
export function answered<Name extends ConvertedApi>(response: WireResponse<Name>): Exchange<Name> {
  return { requests: [], respond: () => response };
}
