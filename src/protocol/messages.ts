/**
 * All requests and responses, by the names of Kafka's APIs and fields, and the envelopes in which they travel. An error in them
 * is always its name in the error table (errors/errors.ts). Each API has a file of its own in apis/.
 */

import { APIS, type Apis } from './apis/index.ts';
import type { Api } from './description/api.ts';

export type * from './apis/index.ts';

/** The name of an API of Kafka's protocol, such as `Produce`. */
export type ApiName = keyof Apis;

/** What the trace shows of a request or response of an API. */
export type RequestFactsOf<Name extends ApiName> = ReturnType<Apis[Name]['requestFacts']>;
export type ResponseFactsOf<Name extends ApiName> = ReturnType<Apis[Name]['responseFacts']>;

type MessagesOf<Described> =
  Described extends Api<infer Request, infer Response> ? { request: Request; response: Response } : never;
type Messages = { [Name in ApiName]: MessagesOf<Apis[Name]> };
export type RequestOf<Name extends ApiName> = Messages[Name]['request'];
export type ResponseOf<Name extends ApiName> = Messages[Name]['response'];
export type Request = RequestOf<ApiName>;
export type Response = ResponseOf<ApiName>;

/** What a client puts on a connection. */
export interface RequestEnvelope {
  readonly correlationId: number;
  readonly clientId: string;
  readonly apiVersion: number;
  /** False only for Produce with acks=0. */
  readonly expectResponse: boolean;
  readonly request: Request;
  /** Set if the client talks bytes, so that the request may have any content. */
  readonly isForeign?: boolean;
}
/** What a broker puts on a connection. */
export interface ResponseEnvelope {
  readonly correlationId: number;
  readonly response: Response;
}

/** The description of an API whose request and response types are not known. */
export type AnyApi = Api<Request, Response>;

const BY_NAME = APIS as unknown as Readonly<Record<ApiName, AnyApi>>;

/** The description of the API that a request or response belongs to. */
export function apiOf(message: { readonly api: ApiName }): AnyApi {
  return BY_NAME[message.api];
}

export function apiNamed(name: ApiName): AnyApi {
  return BY_NAME[name];
}

/** The names of all APIs that are modelled here. */
export const API_NAMES: readonly ApiName[] = Object.keys(APIS) as ApiName[];

/** Whether `name` is the name of an API that is modelled here. */
export function isApiName(name: string): name is ApiName {
  return Object.hasOwn(APIS, name);
}

/** How long the client is throttled, in ms; 0 if it is not, or if the response has no throttle time. */
export function throttleTimeMsOf(response: Response): number {
  return 'throttleTimeMs' in response ? response.throttleTimeMs : 0;
}
