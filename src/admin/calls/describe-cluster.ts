/**
 * describeCluster(): sent to any broker (KafkaAdminClient.describeCluster).
 */
import { checkOptions } from '../../checks/arguments.ts';
import type { Node } from '../../protocol/cluster/node.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';
import { AdminResult } from '../futures/admin-result.ts';
import { KafkaFuture } from '../futures/kafka-future.ts';
import type { CallOptions, RunningCalls } from '../running/running-calls.ts';
import { CALL_OPTIONS } from './check-arguments.ts';
import { nodeWithId } from './node-with-id.ts';

/** What a cluster consists of: what an awaited describeCluster() resolves to. */
export interface ClusterDescription {
  /** The brokers that are running. */
  readonly nodes: readonly Node[];
  /** `null`: there is no controller at the moment. */
  readonly controller: Node | null;
  readonly clusterId: string;
}

/** The result of describeCluster(): awaited, all of it (Java's DescribeClusterResult). */
export class DescribeClusterResult extends AdminResult<ClusterDescription> {
  private readonly future: KafkaFuture<ClusterDescription>;

  constructor(future: KafkaFuture<ClusterDescription>) {
    super(future);
    this.future = future;
  }

  /** The brokers that are running. */
  nodes(): KafkaFuture<readonly Node[]> {
    return this.handOut(this.future).thenApply(({ nodes }) => nodes);
  }

  /** The controller; `null`: there is none at the moment. */
  controller(): KafkaFuture<Node | null> {
    return this.handOut(this.future).thenApply(({ controller }) => controller);
  }

  clusterId(): KafkaFuture<string> {
    return this.handOut(this.future).thenApply(({ clusterId }) => clusterId);
  }
}

export function describeCluster(calls: RunningCalls, options: CallOptions): DescribeClusterResult {
  checkOptions('admin.describeCluster()', options, CALL_OPTIONS);
  const future = new KafkaFuture<ClusterDescription>();
  calls.start({
    api: 'DescribeCluster',
    // Java's name of the call.
    name: 'listNodes',
    deadlineMs: calls.deadlineMs(options),
    target: 'least-loaded',
    request: () => ({ api: 'DescribeCluster' }),
    onResponse: ({ error, brokers, clusterId, controllerId }) => {
      if (error !== 'NONE') throw exceptionFor(error);
      future.complete({ nodes: brokers, controller: nodeWithId(brokers, controllerId), clusterId });
    },
    onFailure: (error) => future.completeExceptionally(error),
  });
  return new DescribeClusterResult(future);
}
