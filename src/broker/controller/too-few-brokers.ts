/**
 * Why a topic cannot have as many replicas as it is to have (StripedReplicaPlacer).
 */
import type { BrokerPolicies } from '../versions/broker-policies.ts';

const OR_NOT_USABLE: Readonly<Record<BrokerPolicies['cordonedDirectories'], string>> = {
  unknown: '',
  possible: ' or some brokers have all their log directories cordoned',
};

/** @param registered how many brokers there are */
export function tooFewBrokers(replicas: number, registered: number, policies: BrokerPolicies): string {
  const alternative = OR_NOT_USABLE[policies.cordonedDirectories];
  return `The target replication factor of ${replicas} cannot be reached because only ${registered} broker(s) are registered${alternative}.`;
}
