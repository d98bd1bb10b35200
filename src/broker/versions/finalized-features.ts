/**
 * A cluster that has finalized other levels of features than a new one of its version (KIP-584), such as after an upgrade that has not been finalized.
 */
import { nearestName } from '../../checks/nearest-name.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';
import type { BrokerVersion } from './broker-version.ts';

/**
 * The version with these levels of features; others stay as they are. A new cluster has the highest level that its brokers know. 0: the feature is
 * not finalized.
 *
 * @param place what takes the levels, for the message of the error
 * @throws IllegalArgumentException for a feature or a level that the brokers do not know
 */
export function withFeatures(
  version: BrokerVersion,
  levels: Readonly<Record<string, number>> | undefined,
  place: string,
): BrokerVersion {
  if (levels === undefined) return version;
  const features: Record<string, number> = { ...version.features };
  for (const [name, level] of Object.entries(levels)) {
    const latest = version.features[name];
    if (latest === undefined) throw new IllegalArgumentException(`${place}: ${unknownFeature(name, version)}`);
    if (!Number.isInteger(level) || level < 0 || level > latest) {
      throw new IllegalArgumentException(
        `${place}: brokers of ${version.name} support the levels 0 to ${latest} of the feature ${name}, got ${level}.`,
      );
    }
    if (level === 0) delete features[name];
    else features[name] = level;
  }
  return { ...version, features };
}

function unknownFeature(name: string, { name: version, features }: BrokerVersion): string {
  const names = Object.keys(features);
  if (names.length === 0) return `brokers of ${version} have no features here, got '${name}'.`;
  const near = nearestName(name, names);
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
  return `brokers of ${version} have no feature '${name}'.${hint} The features are ${names.join(', ')}.`;
}
