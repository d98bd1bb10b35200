/**
 * Rules between the configuration keys of a consumer.
 */
import type { Properties } from '../client/config/parse-config.ts';
import type { ParsedValues } from '../client/config/parsed-values.ts';
import { illegalName } from '../protocol/cluster/legal-name.ts';
import { IllegalArgumentException, InvalidConfigurationException } from '../protocol/errors/exceptions.ts';
import { commonProtocol } from './groups/assignors/by-java-name.ts';
import type { PartitionAssignor } from './groups/assignors/partition-assignor.ts';

/** @throws InvalidConfigurationException for a group.instance.id that could not be the name of a topic */
export function checkGroupInstanceId(values: ParsedValues): void {
  const id = values.get('group.instance.id') as string | null;
  const problem = id === null ? undefined : illegalName('Group instance id', id);
  if (problem !== undefined) throw new InvalidConfigurationException(problem);
}

/**
 * Whether offsets are committed automatically: not without a group.
 * @throws InvalidConfigurationException if the program asks for it nevertheless
 */
export function autoCommits(originals: Properties, values: ParsedValues): boolean {
  const isEnabled = values.get('enable.auto.commit') as boolean;
  if (values.get('group.id') !== null) return isEnabled;
  if (isEnabled && originals.has('enable.auto.commit')) {
    const problem = 'enable.auto.commit cannot be set to true when default group id (null) is used.';
    throw new InvalidConfigurationException(problem);
  }
  return false;
}

/**
 * What has to be right for a member of a group only.
 * @throws IllegalArgumentException for heartbeats that come too late
 * @throws KafkaException for assignors that cannot be used together
 */
export function checkMembership(values: ParsedValues, assignors: readonly PartitionAssignor[]): void {
  if (values.get('group.id') === null) return;
  const [heartbeatMs, sessionMs] = ['heartbeat.interval.ms', 'session.timeout.ms'].map((key) => values.get(key));
  if ((heartbeatMs as number) >= (sessionMs as number)) {
    throw new IllegalArgumentException('Heartbeat must be set lower than the session timeout');
  }
  commonProtocol(assignors);
}
