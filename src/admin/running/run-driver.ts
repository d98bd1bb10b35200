/**
 * Sends the requests of a driver (KafkaAdminClient.invokeDriver), and keeps what it finds out in one future for each key.
 */
import { AdminApiDriver, type RequestSpec } from '../driver/admin-api-driver.ts';
import type { ApiHandler, DriverListener } from '../driver/api-handler.ts';
import type { KafkaFuture } from '../futures/kafka-future.ts';
import { type Futures, futuresFor } from '../futures/keyed-futures.ts';
import type { CallOptions, RunningCalls } from './running-calls.ts';

/** Runs a call about `keys`. @returns the future of each */
export function runKeyed<V>(
  calls: RunningCalls,
  handler: ApiHandler<V>,
  keys: Iterable<string>,
  options: CallOptions,
): Futures<V> {
  const futures = futuresFor<V>(keys);
  const future = (key: string): KafkaFuture<V> => futures.get(key)!;
  runDriver(calls, handler, options, {
    lookupKeys: new Set(futures.keys()),
    complete: (key, value) => future(key).complete(value),
    completeExceptionally: (key, error) => future(key).completeExceptionally(error),
    completeLookup: () => undefined,
    completeLookupExceptionally: (key, error) => future(key).completeExceptionally(error),
  });
  return futures;
}

export function runDriver<V>(
  calls: RunningCalls,
  handler: ApiHandler<V>,
  options: CallOptions,
  listener: DriverListener<V>,
): void {
  const deadlineMs = calls.deadlineMs(options);
  const driver = new AdminApiDriver(handler, listener, calls.retryBackoff);
  const sendRequests = (): void => {
    for (const spec of driver.poll(calls.nowMs())) send(spec);
  };
  const send = (spec: RequestSpec): void => {
    const { name, scope, request, tries, notBeforeMs } = spec;
    const failed = (error: Error): void => {
      driver.onFailure(spec, error, calls.nowMs());
      sendRequests();
    };
    calls.start({
      api: request.api,
      name,
      deadlineMs,
      attempts: tries,
      notBeforeMs,
      target: 'brokerId' in scope ? { nodeId: scope.brokerId } : 'least-loaded',
      request: () => request,
      onResponse: (response) => {
        driver.onResponse(spec, response, calls.nowMs());
        sendRequests();
      },
      onFailure: failed,
      onDisconnect: failed,
    });
  };
  sendRequests();
}
