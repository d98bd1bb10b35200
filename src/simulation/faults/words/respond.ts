/** The fault word `respond`. Which errors random plans and exploration use is said by the API (src/protocol/apis). */
import { metadataOf } from '../../../broker/index.ts';
import { ERRORS, type ErrorName, isErrorName } from '../../../protocol/errors/errors.ts';
import {
  apiNamed,
  apiOf,
  type MetadataResponse,
  type ProducePartition,
  type ProduceRequest,
  type ProduceResponse,
  type Response,
} from '../../../protocol/messages.ts';
import { DISCONNECT } from '../../../sim/index.ts';
import type { Field } from '../definition/field.ts';
import { partialRefusal } from '../requests/partial-refusal.ts';
import type { PendingEffect } from '../requests/pending-effects.ts';
import { namesRecords, rowsInScope } from '../requests/record-scope.ts';
import type { FaultScope } from '../requests/request-scope.ts';
import type { RequestWord, TakenRequest } from '../requests/request-word.ts';

export interface Respond {
  readonly do: 'respond';
  readonly error: ErrorName;
}

const OF_RECORDS: readonly ErrorName[] = ['INVALID_RECORD', 'INVALID_TIMESTAMP'];

const ERROR: Field<ErrorName, false> = {
  accepts: (value): value is ErrorName => isErrorName(value as string) && value !== 'NONE',
  expected: 'the name of a Kafka error other than NONE',
  words: Object.keys(ERRORS),
  isOptional: false,
};

/**
 * The request is answered with an error, and the broker does not handle it. In a scope with a topic, only the
 * partitions in scope of a Produce or Fetch request get the error; in one with a key or a value, only those with such a record. With INVALID_RECORD
 * and INVALID_TIMESTAMP, the response then names the records, as a broker does.
 *
 * @param error Kafka's name of the error: `NOT_ENOUGH_REPLICAS`
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 *
 * const sim = new Simulation();
 * sim.faults.on('Produce').respond('INVALID_RECORD');
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(async () => {
 *   const error = await producer.send({ topic: 'payments', value: 'one' }).get().catch((reason) => reason);
 *   console.log(error.name);
 * });
 * // prints: InvalidRecordException
 */
export const respond: RequestWord<Respond, [error: ErrorName]> = {
  target: 'requests',
  fields: { error: ERROR },
  // A Metadata response has errors of topics only, so a request for no topics cannot be refused.
  canTake: ({ request }) => request.api !== 'Metadata' || request.topics?.length !== 0,
  describe: ({ error }) => `respond ${error}`,
  fromCall: (error) => ({ error }),
  act: (taken) => {
    // Without a response, a real broker can report an error only by closing the connection.
    if (!taken.expectsResponse) return DISCONNECT;
    return taken.pending.add(taken.message, refusalOf(taken));
  },
  random: { order: 9, weight: 6, draw: ({ random, api }) => ({ error: random.pick(apiNamed(api).randomErrors) }) },
  placement: {
    order: 6,
    place: ({ api }) => apiNamed(api).placedErrors.map((error) => ({ do: 'respond', error })),
  },
};

function refusalOf({ fault, request, controlPlaneAt }: TakenRequest<Respond>): PendingEffect {
  const { error, topic } = fault;
  if (request.api === 'Metadata') {
    return { kind: 'answer', response: () => withTopicErrors(metadataOf(controlPlaneAt(0), request), error, topic) };
  }
  const refused = apiOf(request).refuse(request, error);
  const refusal = request.api === 'Produce' ? withRecordErrors(refused as ProduceResponse, request, fault) : refused;
  const partial = partialRefusal(request, fault);
  if (partial === undefined) return { kind: 'answer', response: () => refusal };
  return { kind: 'replace request', request: partial.rest, change: (served) => partial.combine(refusal, served) };
}

/** Errors of single records (KIP-467). */
function withRecordErrors(response: ProduceResponse, request: ProduceRequest, fault: Respond & FaultScope): Response {
  if (!namesRecords(fault) || !OF_RECORDS.includes(fault.error)) return response;
  const partitions = response.partitions.map((result, place) => {
    const rows = rowsInScope(request.partitions[place] as ProducePartition, fault);
    return { ...result, recordErrors: rows.map((batchIndex) => ({ batchIndex, message: null })) };
  });
  return { ...response, partitions };
}

/** The response still has the brokers, and the topics out of scope. */
function withTopicErrors(response: MetadataResponse, error: ErrorName, topic: string | undefined): MetadataResponse {
  const topics = response.topics.map((found) =>
    topic === undefined || found.name === topic ? { ...found, error, topicId: '', partitions: [] } : found,
  );
  return { ...response, topics };
}
