/**
 * The versions of the Java clients that there are. A new version is a file with a patch and a line here.
 */
import { didYouMean } from '../../checks/nearest-name.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { ClientVersion } from './client-version.ts';
import { V3_6_1 } from './v3_6_1.ts';
import type { ProducerKeys } from './v3_6_1-producer-keys.ts';
import { type NewProducerKeys as KeysOf3_9, V3_9 } from './v3_9.ts';
import { type NewProducerKeys as KeysOf4_3, V4_3 } from './v4_3.ts';

/** From the oldest to the newest, each a patch on the one before it. */
export const CLIENT_VERSIONS: Readonly<Record<ClientVersionName, ClientVersion>> = {
  '3.6.1': V3_6_1,
  '3.9': V3_9,
  '4.3': V4_3,
};

/** A version of the Java clients. */
export type ClientVersionName = '3.6.1' | '3.9' | '4.3';

/** The keys of producers of any version. */
export type AllProducerKeys = ProducerKeys & KeysOf3_9 & KeysOf4_3;

/** The version of a client that names none. */
export const DEFAULT_CLIENT_VERSION: ClientVersion = V3_6_1;

export const CLIENT_VERSION_NAMES: readonly string[] = Object.keys(CLIENT_VERSIONS);

/**
 * The version with this name, such as `4.3`, or with the full name of its release, such as `4.3.1`.
 *
 * @param name a version is returned as it is: comparisons of versions make some that have no name
 * @param place what takes the version, for the message of the error
 * @throws IllegalArgumentException if there is no such version
 */
export function clientVersionNamed(name: string | ClientVersion, place: string): ClientVersion {
  if (typeof name !== 'string') return name;
  const known = CLIENT_VERSION_NAMES.find(
    (one) => one === name || CLIENT_VERSIONS[one as ClientVersionName].name === name,
  );
  if (known !== undefined) return CLIENT_VERSIONS[known as ClientVersionName];
  const names = CLIENT_VERSION_NAMES.join(', ');
  throw new IllegalArgumentException(
    `${place}: there is no version '${name}' of the Java clients.${didYouMean(name, CLIENT_VERSION_NAMES)} The versions are ${names}`,
  );
}

export type { ClientVersion } from './client-version.ts';
export { changesBetween, type VersionChange } from './version-changes.ts';
