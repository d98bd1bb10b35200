/** The version of the brokers that a command uses. */
import { type BrokerVersionName, brokerVersionNamed } from '../../simulation/broker-versions.ts';
import { firstLine, UsageError } from './usage-error.ts';

/** @throws UsageError if there is no such version */
export function brokerVersionOf(given: string | undefined): BrokerVersionName | undefined {
  if (given === undefined) return undefined;
  try {
    brokerVersionNamed(given, '--broker-version');
  } catch (error) {
    throw new UsageError(`${firstLine((error as Error).message)}.`);
  }
  return given as BrokerVersionName;
}
