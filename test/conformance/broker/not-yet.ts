/**
 * Golden scenarios in which our brokers are known to differ, by mode and version. One that becomes identical fails its test until it is
 * removed: the lists may only shrink. docs/limitations.md has the reasons.
 */
import type { BrokerVersionName } from '../../../src/broker/index.ts';
import type { Mode } from './runner/targets.ts';

export const notYet: Readonly<Record<Mode, Readonly<Partial<Record<BrokerVersionName, ReadonlySet<string>>>>>> = {
  kraft: {
    '3.6.1': new Set(['r15-truncation', 'v01-api-versions']),
    '3.9': new Set(['r15-truncation', 'v01-api-versions']),
    '4.3': new Set(['g65-too-few-replicas', 'r15-truncation', 'v01-api-versions']),
  },
  zookeeper: { '3.6.1': new Set(['r15-truncation', 'v01-api-versions']) },
};
