/**
 * What each word on requests does to a request that a fault has taken.
 *
 * Owns: the verdict on the request, and what is noted for later. Refuses to know: which requests are taken.
 */
import { type ControlPlane, metadataOf } from '../../broker/index.ts';
import type { ErrorName } from '../../protocol/errors.ts';
import {
  apiOf,
  type MetadataRequest,
  type MetadataResponse,
  type ProduceRequest,
  type Request,
  type RequestEnvelope,
  type Response,
} from '../../protocol/messages.ts';
import { type Barrier, DISCONNECT, delay, hold, type Message, PASS, type Verdict } from '../../sim/index.ts';
import type { Wire } from '../hosts/wire.ts';
import type { PlannedRequestFault } from './fault-plan.ts';
import { partOf } from './partial-refusal.ts';
import type { Mark, PendingInterference } from './pending-interference.ts';
import { isIn } from './request-scope.ts';

export interface ActionContext {
  readonly aftermath: PendingInterference;
  /** The control plane as it was so many ms ago; 0: as it is. */
  readonly planeAgo: (ageMs: number) => ControlPlane;
}

/** Words that do something to the answer, so that a request without one is none for them. */
const ON_ANSWERS: readonly PlannedRequestFault['do'][] = ['loseResponse', 'delayResponse', 'holdResponse', 'throttle'];

/** Whether the fault can do to this request what it does. */
export function canCarry(
  { do: word }: PlannedRequestFault,
  { request, expectResponse }: RequestEnvelope,
  isFromBroker: boolean,
): boolean {
  if (!expectResponse) return !ON_ANSWERS.includes(word);
  // Brokers do not heed what they are told of throttling; they throttle replication in another way.
  if (word === 'throttle') return !isFromBroker;
  // An error is told of each topic; who asks for none is told none.
  return word !== 'respond' || request.api !== 'Metadata' || request.topics?.length !== 0;
}

/** Does it. `barrier` is where a fault that holds lets wait. */
export function actOn(
  fault: PlannedRequestFault,
  message: Message<Wire>,
  barrier: Barrier | undefined,
  means: ActionContext,
): Verdict<Wire> {
  const envelope = message.payload as RequestEnvelope;
  switch (fault.do) {
    case 'loseRequest':
      return means.aftermath.silence(message);
    case 'disconnect':
      return DISCONNECT;
    case 'delayRequest':
      return delay(fault.delayMs);
    case 'holdRequest':
      return hold(barrier as Barrier);
    case 'respond':
      // A request that expects no answer can only be told by the end of its connection, as a real broker does.
      if (!envelope.expectResponse) return DISCONNECT;
      break;
    default:
  }
  means.aftermath.mark(message, markFor(fault, envelope.request, barrier, means));
  return PASS;
}

function markFor(
  fault: PlannedRequestFault,
  request: Request,
  barrier: Barrier | undefined,
  { planeAgo }: ActionContext,
): Mark {
  switch (fault.do) {
    case 'loseResponse':
      return { kind: 'lose the answer' };
    case 'delayResponse':
      return { kind: 'delay the answer', delayMs: fault.delayMs };
    case 'holdResponse':
      return { kind: 'hold the answer', barrier: barrier as Barrier };
    case 'throttle':
      return { kind: 'amend the answer', amend: (response) => throttled(response, fault.throttleTimeMs) };
    case 'staleMetadata':
      return { kind: 'answer', response: () => metadataOf(planeAgo(fault.ageMs), request as MetadataRequest) };
    case 'corruptBatch':
      return { kind: 'serve', request: corrupted(request as ProduceRequest, fault.topic, fault.partition) };
    case 'respond':
      return refusal(request, fault.error, fault.topic, fault.partition, planeAgo);
    default:
      return { kind: 'hang' };
  }
}

function throttled(response: Response, throttleTimeMs: number): Response {
  if (!('throttleTimeMs' in response)) return response;
  return { ...response, throttleTimeMs: Math.max(response.throttleTimeMs, throttleTimeMs) };
}

function corrupted(request: ProduceRequest, topic: string | undefined, partition: number | undefined): ProduceRequest {
  return {
    ...request,
    partitions: request.partitions.map((asked) =>
      isIn(asked, topic, partition) ? { ...asked, batch: { ...asked.batch, isCorrupt: true } } : asked,
    ),
  };
}

function refusal(
  request: Request,
  error: ErrorName,
  topic: string | undefined,
  partition: number | undefined,
  planeAgo: ActionContext['planeAgo'],
): Mark {
  if (request.api === 'Metadata') {
    return { kind: 'answer', response: () => withoutTopics(metadataOf(planeAgo(0), request), error, topic) };
  }
  const refused = apiOf(request).refuse(request, error);
  const part = partOf(request, topic, partition);
  if (part === undefined) return { kind: 'answer', response: () => refused };
  return { kind: 'serve', request: part.rest, amend: (served) => part.join(refused, served) };
}

/** Brokers are told of in any case; an error goes with a topic. */
function withoutTopics(response: MetadataResponse, error: ErrorName, topic: string | undefined): MetadataResponse {
  const topics = response.topics.map((found) =>
    topic === undefined || found.name === topic ? { ...found, error, topicId: '', partitions: [] } : found,
  );
  return { ...response, topics };
}
