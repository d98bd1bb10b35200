/**
 * Parses the addresses in bootstrap.servers. Whether a host name can be resolved is decided by a function of the caller's.
 */
import { ConfigException } from '../../protocol/errors/exceptions.ts';
import type { ConfigLog } from './config-log.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

const CLIENT_UTILS = 'org.apache.kafka.clients.ClientUtils';
const HOST_PORT = /^.*?\[?([0-9a-zA-Z\-%._:]*)\]?:([0-9]+)$/;
const MAX_PORT = 65_535;

/** Whether a host name has an address. Names under .invalid never have (RFC 2606); in a simulation, all others have. */
export function resolvesByName(host: string): boolean {
  return !host.endsWith('.invalid');
}

/**
 * The addresses, without those that cannot be resolved, for each of which a warning is logged.
 *
 * @throws ConfigException for a malformed address, or if no address is left
 */
export function parseBootstrapServers(
  urls: readonly unknown[],
  log: ConfigLog,
  resolves: (host: string) => boolean = resolvesByName,
): readonly Address[] {
  const addresses: Address[] = [];
  for (const entry of urls) {
    if (entry === null || entry === undefined || entry === '') continue;
    const url = typeof entry === 'string' ? entry : JSON.stringify(entry);
    const address = parseAddress(url);
    if (resolves(address.host)) addresses.push(address);
    else log('WARN', CLIENT_UTILS, unresolved(url, address.host));
  }
  if (addresses.length === 0) throw new ConfigException('No resolvable bootstrap urls given in bootstrap.servers');
  return addresses;
}

function parseAddress(url: string): Address {
  const match = HOST_PORT.exec(url);
  if (match === null) throw new ConfigException(`Invalid url in bootstrap.servers: ${url}`);
  const port = Number(match[2]);
  if (port > MAX_PORT) throw new ConfigException(`Invalid port in bootstrap.servers: ${url}`);
  return { host: match[1]!, port };
}

function unresolved(url: string, host: string): string {
  return `Couldn't resolve server ${url} from bootstrap.servers as DNS resolution failed for ${host}`;
}
