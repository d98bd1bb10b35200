/**
 * What differs between two versions of the clients, change by change, and why Kafka changed it.
 */
import type { ClientPolicies } from './client-policies.ts';
import type { ClientVersion, JavaPartitioner } from './client-version.ts';
import { isRemoval, type RemovableCall, type RemovedCalls, removalReason } from './removals.ts';

/** One difference between two versions that a run can show. */
export interface VersionChange {
  /** The policy, the key of which the default has changed, or what was removed. */
  readonly name: string;
  /** What has changed, and in which KIP or issue of Kafka. */
  readonly reason: string;
  /** The newer version without this change. */
  readonly without: ClientVersion;
}

/** The changes from `older` to `newer`, each of which can be left out by itself. */
export function changesBetween(older: ClientVersion, newer: ClientVersion): readonly VersionChange[] {
  return [
    ...policyChanges(older, newer),
    ...defaultChanges(older, newer),
    ...removedCalls(older, newer),
    ...removedPartitioners(older, newer),
  ];
}

function policyChanges(older: ClientVersion, newer: ClientVersion): readonly VersionChange[] {
  const names = Object.keys(newer.policies) as (keyof ClientPolicies)[];
  return names
    .filter((name) => older.policies[name] !== newer.policies[name])
    .map((name) => ({
      name,
      reason: newer.reasons[name] ?? `${name} is '${newer.policies[name]}', was '${older.policies[name]}'`,
      without: { ...newer, policies: { ...newer.policies, [name]: older.policies[name] } },
    }));
}

/** Of the keys of producers that both versions have. */
function defaultChanges(older: ClientVersion, newer: ClientVersion): readonly VersionChange[] {
  const keys = newer.keys.producer;
  return Object.keys(keys).flatMap((name) => {
    const before = older.keys.producer[name];
    const after = keys[name];
    if (before === undefined || after === undefined || before.default === after.default) return [];
    // Other values are only written in another way.
    if (!isPlain(before.default) || !isPlain(after.default)) return [];
    const why = newer.reasons[name];
    const reason = `${why === undefined ? '' : `${why}: `}${name} is ${after.default} by default, was ${before.default}`;
    const without = {
      ...newer,
      keys: { ...newer.keys, producer: { ...keys, [name]: { ...after, default: before.default } } },
    };
    return [{ name, reason, without }];
  });
}

function isPlain(value: unknown): boolean {
  return ['number', 'string', 'boolean'].includes(typeof value);
}

function removedCalls(older: ClientVersion, newer: ClientVersion): readonly VersionChange[] {
  const names = Object.keys(newer.removedCalls) as RemovableCall[];
  return names.flatMap((name) => {
    const { [name]: removal, ...others }: RemovedCalls = newer.removedCalls;
    if (removal === undefined || older.removedCalls[name] !== undefined) return [];
    return [{ name, reason: removalReason(name, removal), without: { ...newer, removedCalls: others } }];
  });
}

function removedPartitioners(older: ClientVersion, newer: ClientVersion): readonly VersionChange[] {
  return Object.entries(newer.partitioners).flatMap(([name, removal]) => {
    const before = older.partitioners[name as JavaPartitioner];
    if (!isRemoval(removal) || isRemoval(before)) return [];
    const without = { ...newer, partitioners: { ...newer.partitioners, [name]: before } };
    return [{ name, reason: removalReason(name.slice(name.lastIndexOf('.') + 1), removal), without }];
  });
}
