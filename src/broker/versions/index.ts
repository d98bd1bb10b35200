/**
 * The versions of Kafka's brokers that there are. A new version is a file with a patch and a line here.
 */
import { didYouMean } from '../../checks/nearest-name.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { BrokerVersion } from './broker-version.ts';
import { V3_6_1 } from './v3_6_1.ts';
import { V3_9 } from './v3_9.ts';
import { V4_3 } from './v4_3.ts';

/** A version of Kafka's brokers. */
export type BrokerVersionName = '3.6.1' | '3.9' | '4.3';

/** From the oldest to the newest, each a patch on the one before it. */
export const BROKER_VERSIONS: Readonly<Record<BrokerVersionName, BrokerVersion>> = {
  '3.6.1': V3_6_1,
  '3.9': V3_9,
  '4.3': V4_3,
};

/** The version of a cluster that names none. */
export const DEFAULT_BROKER_VERSION: BrokerVersion = V3_6_1;

/**
 * The version with this name, such as `4.3`, or with the full name of its release, such as `4.3.1`.
 *
 * @param place what takes the version, for the message of the error
 * @throws IllegalArgumentException if there is no such version
 */
export function brokerVersionNamed(name: string, place: string): BrokerVersion {
  const names = Object.keys(BROKER_VERSIONS);
  const found = Object.entries(BROKER_VERSIONS).find(([one, version]) => one === name || version.name === name);
  if (found !== undefined) return found[1];
  throw new IllegalArgumentException(
    `${place}: there is no version '${name}' of Kafka's brokers.${didYouMean(name, names)} The versions are ${names.join(', ')}`,
  );
}

export type { BrokerVersion } from './broker-version.ts';
