/**
 * The coordinator of a group as its member knows it: finds it, and sends requests to it over a connection of its own, so that a JoinGroup
 * that waits does not hold up fetches (AbstractCoordinator.lookupCoordinator).
 */
import type { CallRunner } from '../../client/call-runner.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import type { ApiName, RequestOf, ResponseOf } from '../../protocol/messages.ts';

/** Java gives the connections to coordinators ids that no broker has. */
const LARGEST_NODE_ID = 2_147_483_647;

export interface CoordinatorCall<Api extends ApiName> {
  readonly request: RequestOf<Api>;
  /** How long the request may take. Default: request.timeout.ms. */
  readonly timeoutMs?: number;
  readonly onResponse: (response: ResponseOf<Api>) => void;
  /** The request could not be sent, or its connection has ended. The coordinator is unknown then. */
  readonly onFailure: (error: Error) => void;
}

export class CoordinatorLink {
  private readonly groupId: string;
  private readonly runner: CallRunner;
  private node: Node | null = null;
  private isLookingUp = false;
  /** Whoever looks it up, this is called each time it is found. */
  onFound: () => void = () => undefined;

  constructor(groupId: string, runner: CallRunner) {
    this.groupId = groupId;
    this.runner = runner;
  }

  get isKnown(): boolean {
    return this.node !== null;
  }

  /** From now on the coordinator has to be looked up again. */
  markUnknown(): void {
    this.node = null;
  }

  /** Looks the coordinator up, unless that is being done. Errors that may pass are retried. */
  lookUp(onFound: () => void, onFailure: (error: Error) => void): void {
    if (this.isLookingUp) return;
    this.isLookingUp = true;
    this.runner.submit({
      name: 'findCoordinator',
      deadlineMs: Number.POSITIVE_INFINITY,
      target: () => 'least-loaded',
      request: () => ({ api: 'FindCoordinator', keyType: 'group', key: this.groupId }),
      onResponse: (response) => {
        if (response.api !== 'FindCoordinator') return;
        const { error, node } = response;
        if (error !== 'NONE' || node === null)
          throw exceptionFor(error === 'NONE' ? 'COORDINATOR_NOT_AVAILABLE' : error);
        this.isLookingUp = false;
        this.node = { ...node, id: LARGEST_NODE_ID - node.id };
        this.onFound();
        onFound();
      },
      onFailure: (error) => {
        this.isLookingUp = false;
        onFailure(error);
      },
    });
  }

  /** Sends a request to the coordinator, which has to be known. */
  send<Api extends ApiName>({ request, timeoutMs, onResponse, onFailure }: CoordinatorCall<Api>): void {
    const { node } = this;
    if (node === null) {
      onFailure(exceptionFor('COORDINATOR_NOT_AVAILABLE'));
      return;
    }
    const failed = (error: Error): void => {
      if (this.node === node) this.node = null;
      onFailure(error);
    };
    this.runner.submit({
      name: request.api,
      deadlineMs: Number.POSITIVE_INFINITY,
      ...(timeoutMs !== undefined && { requestTimeoutMs: timeoutMs }),
      needsConnection: true,
      target: () => ({ node }),
      request: () => request,
      onResponse: (response) => onResponse(response as ResponseOf<Api>),
      onFailure: failed,
      onDisconnect: failed,
    });
  }
}
