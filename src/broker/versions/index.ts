/**
 * The versions of Kafka's brokers that there are. A new version is a file with a patch and a line here.
 */
import type { BrokerVersion } from './broker-version.ts';
import { V3_6_1 } from './v3_6_1.ts';

export const BROKER_VERSIONS: Readonly<Record<string, BrokerVersion>> = { '3.6.1': V3_6_1 };

/** The version of a cluster that names none. */
export const DEFAULT_BROKER_VERSION: BrokerVersion = V3_6_1;

export type { BrokerVersion } from './broker-version.ts';
