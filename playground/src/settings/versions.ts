/** The versions of Kafka that the learner has chosen: which clients, and which brokers. */
import type { BrokerVersionName, ClientVersionName } from '../../../src/index.ts';

export interface Versions {
  /** `null`: as in the program. */
  readonly clients: ClientVersionName | null;
  /** `null`: as in the program. */
  readonly brokers: BrokerVersionName | null;
}

export const AS_IN_PROGRAM: Versions = { clients: null, brokers: null };

/** Options of `runScenario`. */
interface VersionOptions {
  readonly clientVersion?: ClientVersionName;
  readonly brokerVersion?: BrokerVersionName;
}

export function versionOptions({ clients, brokers }: Versions): VersionOptions {
  return {
    ...(clients !== null && { clientVersion: clients }),
    ...(brokers !== null && { brokerVersion: brokers }),
  };
}
