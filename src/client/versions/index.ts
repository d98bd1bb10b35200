/**
 * The versions of the Java clients that there are, and how a program names one. A new version is a file with a patch; `npm run lists` adds it.
 */
import { didYouMean } from '../../checks/nearest-name.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import { CLIENT_VERSIONS, type ClientVersionName, type MissingCalls } from './all-versions.ts';
import type { ClientVersion } from './client-version.ts';
import type { RemovableCall } from './removals.ts';

/** The version of a client that names none. */
export const DEFAULT_CLIENT_VERSION: ClientVersion = CLIENT_VERSIONS['3.6.1'];

/** The versions that have a method which others lack. */
export type VersionsWith<Call extends RemovableCall> = {
  readonly [Name in ClientVersionName]: Call extends MissingCalls[Name] ? never : Name;
}[ClientVersionName];

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

export { type AllProducerKeys, CLIENT_VERSIONS, type ClientVersionName } from './all-versions.ts';
export type { ClientVersion } from './client-version.ts';
export { changesBetween, type VersionChange } from './version-changes.ts';
