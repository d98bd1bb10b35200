/** The version of the Java clients that a command uses. */
import { clientVersionNamed } from '../../client/versions/index.ts';
import type { ClientVersionName } from '../../index.ts';
import type { CommandHost } from './command-host.ts';
import { firstLine, UsageError } from './usage-error.ts';

/**
 * The version given with `option`, else that of the environment; `undefined`: that of the program.
 *
 * @throws UsageError if there is no such version
 */
export function clientVersionOf(
  given: string | undefined,
  { clientVersion }: Pick<CommandHost, 'clientVersion'>,
  option = '--client-version',
): ClientVersionName | undefined {
  const name = given ?? clientVersion;
  if (name === undefined) return undefined;
  try {
    clientVersionNamed(name, given === undefined ? 'KAFKA_TRIAL_CLIENT_VERSION' : option);
  } catch (error) {
    throw new UsageError(`${firstLine((error as Error).message)}.`);
  }
  return name as ClientVersionName;
}
