/**
 * DescribeCluster (KIP-700). Checks nothing.
 * Differs: there are no ACLs.
 */
import type { DescribeClusterRequest } from '../../protocol/messages.ts';
import { answer, type Call } from '../requests/call.ts';
import { registeredNodes } from '../state/control-plane.ts';

export function handleDescribeCluster(call: Call, _request: DescribeClusterRequest): void {
  const plane = call.services.metadata.current;
  answer(call, {
    api: 'DescribeCluster',
    throttleTimeMs: 0,
    error: 'NONE',
    clusterId: plane.clusterId,
    controllerId: plane.controllerId,
    brokers: registeredNodes(plane),
  });
}
