/**
 * Records the events of a producer in the trace: its connections, messages, states and log lines. The calls of the application are
 * recorded in operations.ts.
 */

import { describeException } from '../../../src/client/host/logging.ts';
import type { LogLine } from '../../../src/client/index.ts';
import type { KafkaProducer } from '../../../src/producer/index.ts';
import type { RequestEnvelope, ResponseEnvelope } from '../../../src/protocol/messages.ts';
import { apiKeyOf } from './api-keys.ts';
import type { RequestCounter } from './request-numbers.ts';
import type { ScriptedCluster } from './scripted-cluster.ts';
import type { TraceRecorder } from './trace.ts';
import { requestFields, responseFields } from './trace-messages.ts';

export interface WatchOptions {
  readonly trace: TraceRecorder;
  readonly cluster: ScriptedCluster;
  readonly counter: RequestCounter;
  readonly traceRecords: boolean;
}

const PRODUCER_PACKAGE = 'org.apache.kafka.clients.producer.';

export function watchProducer(
  { events }: KafkaProducer,
  { trace, cluster, counter, traceRecords }: WatchOptions,
): void {
  /** By connection: the id of its broker. */
  const brokers = new Map<string, number>();
  /** By connection and correlation id: the ordinal of the request. */
  const ordinals = new Map<string, number>();

  const written = (conn: string, envelope: RequestEnvelope): void => {
    const { request, apiVersion, correlationId } = envelope;
    const numbers = counter.of(envelope);
    ordinals.set(`${conn} ${correlationId}`, numbers.n);
    trace.record('request', {
      api: apiKeyOf(request.api),
      n: numbers.n,
      v: apiVersion,
      corr: correlationId,
      conn,
      broker: brokers.get(conn),
      ...requestFields(request, numbers, trace.startMs, traceRecords),
    });
  };
  const read = (conn: string, { response, correlationId }: ResponseEnvelope): void => {
    trace.record('response', {
      api: apiKeyOf(response.api),
      n: ordinals.get(`${conn} ${correlationId}`),
      corr: correlationId,
      conn,
      broker: brokers.get(conn),
      ...responseFields(response, trace.startMs),
    });
  };

  events.on('connecting', (conn, host, port) => {
    const broker = cluster.nodeAt(host, port)?.id ?? -1;
    brokers.set(conn, broker);
    trace.record('connect', { conn, broker });
  });
  events.on('connected', (conn) => trace.record('connected', { conn, broker: brokers.get(conn) }));
  events.on('disconnected', (conn, state) => {
    if (state === 'NOT_CONNECTED') trace.record('connectFailed', { conn, broker: brokers.get(conn) });
    else if (state === 'READY') trace.record('disconnected', { conn, broker: brokers.get(conn), by: 'broker' });
    else trace.record('closeConn', { conn, by: 'client' });
  });
  events.on('requestWritten', written);
  events.on('responseRead', read);
  events.on('stateChanged', (source, target) => {
    const isError = target === 'ABORTABLE_ERROR' || target === 'FATAL_ERROR';
    trace.record('txnState', { transition: `${source} to ${isError ? 'error state ' : ''}${target}` });
  });
  events.on('sleeping', (ms) => trace.record('sleep', { ms, thread: 'io' }));
  events.on('closed', () => trace.record('ioThreadExit'));
}

/**
 * Records warnings and errors of all loggers, and all log lines of the producer's package but the values of its configuration,
 * which the golden traces omit.
 */
export function traceLogLine(trace: TraceRecorder, line: LogLine): void {
  const { level, logger, message, error, isConfiguration } = line;
  const isShown = level === 'WARN' || level === 'ERROR' || (level === 'INFO' && logger.startsWith(PRODUCER_PACKAGE));
  if (!isShown || isConfiguration === true) return;
  const recorded = { level, logger: logger.slice(logger.lastIndexOf('.') + 1), message };
  trace.record('log', error === undefined ? recorded : { ...recorded, throwable: describeException(error) });
}
