/** DescribeCluster: the brokers and the controller (KIP-700). */

import type { Node } from '../cluster/node.ts';
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact, NO_FACTS, type NoFacts } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface DescribeClusterRequest {
  readonly api: 'DescribeCluster';
}
export interface DescribeClusterResponse {
  readonly api: 'DescribeCluster';
  readonly throttleTimeMs: number;
  readonly error: ErrorName;
  readonly clusterId: string;
  readonly controllerId: number;
  readonly brokers: readonly Node[];
}

export const describeClusterApi: Api<DescribeClusterRequest, DescribeClusterResponse, NoFacts, ErrorFact> = {
  key: 60,
  logName: 'DESCRIBE_CLUSTER',
  versions: [0, 0],
  clientThrottlesFrom: 0,
  refuse: (_, error) => ({
    api: 'DescribeCluster',
    throttleTimeMs: 0,
    error,
    clusterId: '',
    controllerId: -1,
    brokers: [],
  }),
  requestFacts: () => NO_FACTS,
  responseFacts: errorFact,
  subject: NO_SUBJECT,
  randomErrors: ['UNKNOWN_SERVER_ERROR'],
  placedErrors: ['UNKNOWN_SERVER_ERROR'],
};
