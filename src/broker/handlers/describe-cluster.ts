/**
 * DescribeCluster (KIP-700). Checks nothing.
 * Differs: there are no ACLs.
 */
import type { DescribeClusterRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleDescribeCluster(call: Call, _request: DescribeClusterRequest): void {
  const { clusterId, controllerId, brokers } = call.services.metadata.current;
  answer(call, {
    api: 'DescribeCluster',
    throttleTimeMs: 0,
    error: 'NONE',
    clusterId,
    controllerId,
    brokers: brokers.filter(({ isRegistered }) => isRegistered).map(({ node }) => node),
  });
}
