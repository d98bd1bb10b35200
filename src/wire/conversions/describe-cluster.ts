/** DescribeCluster. The addresses of brokers are those at which this client reaches them. */
import type { WireRequest } from '../schema/message-codec.ts';
import { errorCode } from './parts/codes.ts';
import { type ConversionContext, type Exchange, single } from './parts/exchange.ts';

export function convertDescribeCluster(
  _: WireRequest<'DescribeCluster'>,
  { addressOf }: ConversionContext,
): Exchange<'DescribeCluster'> {
  return single({ api: 'DescribeCluster' }, ({ throttleTimeMs, error, clusterId, controllerId, brokers }) => ({
    throttleTimeMs,
    errorCode: errorCode(error),
    clusterId,
    controllerId,
    brokers: brokers.map((node) => ({ brokerId: node.id, ...addressOf(node), rack: node.rack ?? null })),
  }));
}
