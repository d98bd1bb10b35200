/**
 * What a connection may do before and after its client has said who it is (SaslServerAuthenticator.SaslState). There is no
 * authentication again (KIP-368): sessions do not end.
 */
import type { ApiName } from '../../protocol/messages.ts';

/**
 * `unauthenticated`: the cluster has no users, so that nobody needs to authenticate. The others are states of Kafka; in the last one the
 * broker does not look at further requests.
 */
export type SaslState =
  | 'unauthenticated'
  | 'handshake or versions'
  | 'handshake'
  | 'authenticate'
  | 'complete'
  | 'failed';

/**
 * `serve` it; `illegal`: answer ILLEGAL_SASL_STATE; `refuse`: answer that, then close the connection; `close` it at once; `fail`: close
 * it after the time that follows a failed authentication; `ignore` it.
 */
export type Reaction = 'serve' | 'illegal' | 'refuse' | 'close' | 'fail' | 'ignore';

interface Reactions {
  readonly ApiVersions: Reaction;
  readonly SaslHandshake: Reaction;
  readonly SaslAuthenticate: Reaction;
  readonly others: Reaction;
}

const REACTIONS: Readonly<Record<SaslState, Reactions>> = {
  unauthenticated: { ApiVersions: 'serve', SaslHandshake: 'serve', SaslAuthenticate: 'illegal', others: 'serve' },
  'handshake or versions': { ApiVersions: 'serve', SaslHandshake: 'serve', SaslAuthenticate: 'fail', others: 'fail' },
  handshake: { ApiVersions: 'close', SaslHandshake: 'serve', SaslAuthenticate: 'fail', others: 'fail' },
  authenticate: { ApiVersions: 'refuse', SaslHandshake: 'refuse', SaslAuthenticate: 'serve', others: 'refuse' },
  complete: { ApiVersions: 'serve', SaslHandshake: 'illegal', SaslAuthenticate: 'illegal', others: 'serve' },
  failed: { ApiVersions: 'ignore', SaslHandshake: 'ignore', SaslAuthenticate: 'ignore', others: 'ignore' },
};

export function reactionTo(state: SaslState, api: ApiName): Reaction {
  const reactions: Partial<Record<ApiName, Reaction>> & Reactions = REACTIONS[state];
  return reactions[api] ?? reactions.others;
}
