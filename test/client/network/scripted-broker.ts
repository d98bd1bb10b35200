/** The answers that every test needs: API versions, and metadata of two brokers with one topic `t` of two partitions. */
import type { ApiName, MetadataResponse, Request, Response } from '../../../src/protocol/messages.ts';
import type { Answer, Broker } from './scripted-host.ts';

const APIS: readonly [ApiName, number][] = [
  ['ApiVersions', 3],
  ['Metadata', 12],
  ['Produce', 9],
  ['InitProducerId', 4],
  ['Fetch', 15],
  ['ListOffsets', 8],
  ['CreateTopics', 7],
  ['DeleteTopics', 6],
  ['DescribeCluster', 0],
];

export const API_VERSIONS: Response = {
  api: 'ApiVersions',
  error: 'NONE',
  throttleTimeMs: 0,
  apiVersions: APIS.map(([api, maxVersion]) => ({ api, minVersion: 0, maxVersion })),
};

export function metadataResponse(topics: MetadataResponse['topics'] = [topic('t', [0, 1])]): MetadataResponse {
  return {
    api: 'Metadata',
    throttleTimeMs: 0,
    clusterId: 'cluster-1',
    controllerId: 0,
    brokers: [
      { id: 0, host: '10.0.0.1', port: 9092 },
      { id: 1, host: '10.0.0.2', port: 9092 },
    ],
    topics,
  };
}

export function topic(name: string, leaders: readonly number[], leaderEpoch = 0): MetadataResponse['topics'][number] {
  return {
    error: 'NONE',
    name,
    topicId: `id-of-${name}`,
    isInternal: false,
    partitions: leaders.map((leader, partition) => ({
      error: leader < 0 ? 'LEADER_NOT_AVAILABLE' : 'NONE',
      partition,
      leader,
      leaderEpoch,
      replicas: [0, 1],
      isr: [0, 1],
      offlineReplicas: [],
    })),
  };
}

/** A broker whose answers come from `others`, or where that returns undefined, from the default ones. */
export function broker(others: (request: Request) => Answer | undefined = () => undefined): Broker {
  return (request) => {
    const answer = others(request);
    if (answer !== undefined) return answer;
    if (request.api === 'ApiVersions') return { response: API_VERSIONS };
    if (request.api === 'Metadata') return { response: metadataResponse() };
    throw new Error(`no answer for ${request.api} in the script`);
  };
}
