/**
 * The description that every API has (one file each in apis/): its place in Kafka's protocol, how a request is refused, what
 * the trace shows of it, and what fault injection can do to it.
 *
 * Which versions a client or a broker supports depends on its Kafka release: see src/client/versions and src/broker/versions.
 */

import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { ErrorName } from '../errors/errors.ts';
import type { Facts } from './facts.ts';

/**
 * @typeParam RequestFacts what the trace shows of a request
 * @typeParam ResponseFacts what the trace shows of a response
 */
export interface Api<Request, Response, RequestFacts extends Facts = Facts, ResponseFacts extends Facts = Facts> {
  /** Number of the API in the protocol (`api_key`). */
  readonly key: number;
  /** Java's name of the API in log lines and messages (`ApiKeys`). */
  readonly logName: string;
  /** Oldest and latest version whose fields are modelled by the request and response types. */
  readonly versions: readonly [oldest: number, latest: number];
  /**
   * First version in which a throttled client delays its own requests and the broker answers at once (KIP-219). `null` if
   * responses have no throttle time.
   */
  readonly clientThrottlesFrom: number | null;
  /**
   * Errors that old versions do not know, each with the first version that does (`null`: none) and the error that stands for it
   * before.
   */
  readonly newerErrors?: NewerErrors;
  /** Why `request` cannot be written in `version`, in Java's words; `undefined` if it can. Absent: it always can. */
  readonly unsupported?: (request: Request, version: number) => string | undefined;

  /** The response in which everything that was requested failed with `error`. */
  readonly refuse: (request: Request, error: ErrorName) => Response;

  /** What the trace shows of a request. */
  readonly requestFacts: (request: Request) => RequestFacts;
  /** What the trace shows of a response. */
  readonly responseFacts: (response: Response) => ResponseFacts;

  /** Set if brokers send requests of this API, and not only clients. Random faults act on the requests of one of these senders. */
  readonly sentBy?: 'followers' | 'transaction coordinators';
  /** Which topics and partitions a request is about; the scope of a fault can be limited to those. */
  readonly subject: Subject<Request>;
  /**
   * The request without some of its partitions, for a fault that answers those with an error while the broker serves the others.
   * Absent if a request can only be refused as a whole. The list is called `partitions` in both request and response.
   */
  readonly withoutPartitions?: (request: Request, isRemoved: (asked: TopicPartition) => boolean) => Request;
  /** The partitions that a request asks for. Absent: those in its list `partitions`. */
  readonly wantedPartitions?: (request: Request) => readonly TopicPartition[];
  /** Errors that a broker may answer with at any time without having done anything: random fault plans draw from these. */
  readonly randomErrors: readonly [ErrorName, ...ErrorName[]];
  /**
   * Errors that exploration answers with, one after the other: one that clients retry and, for records, also one that fails
   * them.
   */
  readonly placedErrors: readonly [ErrorName, ...ErrorName[]];
}

type NewerErrors = Readonly<Partial<Record<ErrorName, { readonly since: number | null; readonly before: ErrorName }>>>;

/** Which topics and partitions requests of an API name. */
export interface Subject<Request> {
  /** The smallest thing that they name. */
  readonly names: 'partitions' | 'topics' | 'nothing';
  /** Whether `request` names `topic`, and that partition of it unless `partition` is undefined. */
  readonly includes: (request: Request, topic: string, partition: number | undefined) => boolean;
}

/** The subject of requests that name neither topics nor partitions. */
export const NO_SUBJECT: Subject<unknown> = { names: 'nothing', includes: () => false };

/** The subject of requests that name topics; `null` stands for all topics, and names none. */
export function namedTopics<Request>(topicsOf: (request: Request) => readonly string[] | null): Subject<Request> {
  return { names: 'topics', includes: (request, topic) => topicsOf(request)?.includes(topic) === true };
}

/** The subject of requests that name partitions. */
export function namedPartitions<Request>(
  partitionsOf: (request: Request) => readonly TopicPartition[],
): Subject<Request> {
  return {
    names: 'partitions',
    includes: (request, topic, partition) =>
      partitionsOf(request).some(
        (asked) => asked.topic === topic && (partition === undefined || asked.partition === partition),
      ),
  };
}

/**
 * The error that a request of this version is answered with: `error`, or the one that stands for it in versions too old to
 * know it.
 */
export function errorFor(
  { newerErrors }: { readonly newerErrors?: NewerErrors },
  version: number,
  error: ErrorName,
): ErrorName {
  const newer = newerErrors?.[error];
  return newer !== undefined && (newer.since === null || version < newer.since) ? newer.before : error;
}
