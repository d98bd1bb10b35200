/**
 * The calls of an admin client that are not finished: starts them, gives each a deadline, and waits for them when the client is
 * closed (KafkaAdminClient.AdminClientRunnable).
 */
import { checkArgument } from '../../checks/arguments.ts';
import { WAIT_MS } from '../../checks/value-type.ts';
import { type RetryBackoff, type RetryBackoffConfig, retryBackoffOf } from '../../client/backoff/retry-backoff.ts';
import type { Call, CallRunner, Target } from '../../client/call-runner.ts';
import type { ClientHost, Timer } from '../../client/host/client-host.ts';
import type { ClientVersion } from '../../client/versions/index.ts';
import {
  IllegalArgumentException,
  TimeoutException,
  UnknownServerException,
} from '../../protocol/errors/exceptions.ts';
import type { ApiName, RequestOf, ResponseOf } from '../../protocol/messages.ts';

/** The options that every call has. */
export interface CallOptions {
  /** The longest time in virtual ms that the call may take. Default: default.api.timeout.ms. */
  readonly timeoutMs?: number;
}

/** One request, and what becomes of it: see Call of the runner. */
export interface AdminCall<Api extends ApiName>
  extends Pick<Call, 'name' | 'deadlineMs' | 'attempts' | 'notBeforeMs' | 'onFailure' | 'onDisconnect'> {
  readonly api: Api;
  readonly target: Target;
  /** @param timeoutMs how long the request may take */
  request(timeoutMs: number): RequestOf<Api>;
  /**
   * Handles the response. If it throws a RetriableException, the call is sent again; any other exception ends the call.
   *
   * @param nodeId the broker that has answered
   */
  onResponse(response: ResponseOf<Api>, nodeId: number): void;
}

export class RunningCalls {
  readonly version: ClientVersion;
  readonly retryBackoff: RetryBackoff;
  private readonly runner: CallRunner;
  private readonly clientHost: ClientHost;
  private readonly defaultTimeoutMs: number;
  private count = 0;
  /** Set by close(): no further call is accepted. */
  private isClosing = false;
  private readonly whenClosed: (() => void)[] = [];
  private hardShutdown: Timer | null = null;
  private isClosed = false;

  constructor(
    runner: CallRunner,
    clientHost: ClientHost,
    config: RetryBackoffConfig & { readonly defaultApiTimeoutMs: number; readonly version: ClientVersion },
  ) {
    this.version = config.version;
    this.runner = runner;
    this.clientHost = clientHost;
    this.defaultTimeoutMs = config.defaultApiTimeoutMs;
    this.retryBackoff = retryBackoffOf(config, clientHost);
  }

  /** The time at which a call that is made now fails. */
  deadlineMs(options: CallOptions): number {
    return this.clientHost.now() + Math.max(0, this.timeoutMs(options));
  }

  /** How long a call may take, in ms. */
  timeoutMs({ timeoutMs = this.defaultTimeoutMs }: CallOptions): number {
    return timeoutMs;
  }

  nowMs(): number {
    return this.clientHost.now();
  }

  start<Api extends ApiName>(call: AdminCall<Api>): void {
    if (this.isClosing) {
      call.onFailure(new TimeoutException('The AdminClient thread is not accepting new calls.'));
      return;
    }
    this.count++;
    const ended = (handle: (error: Error) => void) => (error: Error) => {
      handle(error);
      this.finished();
    };
    const { name, deadlineMs, target, attempts = 0, notBeforeMs = 0, onDisconnect } = call;
    this.runner.submit({
      name,
      deadlineMs,
      attempts,
      notBeforeMs,
      target: () => target,
      request: (timeoutMs) => call.request(timeoutMs),
      onResponse: (response, nodeId) => {
        if (response.api !== call.api)
          throw new UnknownServerException(`Expected a response to ${call.api}, got ${response.api}`);
        call.onResponse(response as ResponseOf<Api>, nodeId);
        this.finished();
      },
      onFailure: ended((error) => call.onFailure(error)),
      ...(onDisconnect && { onDisconnect: ended(onDisconnect) }),
    });
  }

  /**
   * Refuses new calls, waits for those that are not finished, and closes the connections.
   *
   * @param timeoutMs the longest wait in virtual ms; then the calls that are not finished fail with a TimeoutException
   */
  close(timeoutMs: number): Promise<void> {
    checkArgument('admin.close(timeoutMs)', timeoutMs, WAIT_MS);
    if (timeoutMs < 0) throw new IllegalArgumentException('The timeout cannot be negative.');
    this.isClosing = true;
    if (this.count === 0 || timeoutMs === 0) this.end();
    else if (Number.isFinite(timeoutMs)) this.hardShutdown ??= this.clientHost.schedule(timeoutMs, () => this.end());
    return this.isClosed ? Promise.resolve() : new Promise((resolve) => this.whenClosed.push(resolve));
  }

  private finished(): void {
    this.count--;
    this.clientHost.userVisible();
    if (this.isClosing && this.count === 0) this.end();
  }

  private end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.hardShutdown?.cancel();
    this.runner.close('The AdminClient thread has exited.');
    for (const resolve of this.whenClosed) resolve();
    this.clientHost.userVisible();
  }
}
