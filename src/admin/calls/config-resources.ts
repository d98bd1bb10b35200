/**
 * Topics and brokers whose configurations are described or changed.
 */
import type { Target } from '../../client/call-runner.ts';
import type { ConfigResource } from '../../protocol/cluster/config-resource.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';

/** The key of a resource in results: `TOPIC:payments`, `BROKER:1`. */
export function resourceKey({ type, name }: ConfigResource): string {
  return `${type}:${name}`;
}

/**
 * A broker's own configuration is known to that broker; everything else to any.
 *
 * @throws IllegalArgumentException if the name of a broker is not a number
 */
export function targetOf({ type, name }: ConfigResource): Target {
  const isOfOneBroker = (type === 'BROKER' && name !== '') || type === 'BROKER_LOGGER';
  if (!isOfOneBroker) return 'least-loaded';
  // Java's NumberFormatException, which is an IllegalArgumentException.
  if (!/^[+-]?\d+$/.test(name)) throw new IllegalArgumentException(`For input string: "${name}"`);
  return { nodeId: Number(name) };
}
