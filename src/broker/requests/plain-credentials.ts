/** What a client says by the mechanism PLAIN (RFC 4616, PlainSaslServer, PlainServerCallbackHandler). */

const SEPARATOR = '\0';
const PARTS = 3;
/** Kafka counts no further than this. */
const MOST_PARTS = 4;

/** User names with their passwords. */
export type Users = ReadonlyMap<string, string>;

/**
 * Why the broker refuses the credentials, in Kafka's words; `undefined` if it accepts them.
 *
 * @param users undefined if every user is accepted, whatever the password
 */
export function refusalOfCredentials(authBytes: Uint8Array, users: Users | undefined): string | undefined {
  const parts = new TextDecoder().decode(authBytes).split(SEPARATOR);
  if (parts.length !== PARTS) {
    return `Invalid SASL/PLAIN response: expected ${PARTS} tokens, got ${Math.min(parts.length, MOST_PARTS)}`;
  }
  const [authorizationId, username, password] = parts as [string, string, string];
  if (username === '') return 'Authentication failed: username not specified';
  if (password === '') return 'Authentication failed: password not specified';
  if (users !== undefined && users.get(username) !== password) {
    return 'Authentication failed: Invalid username or password';
  }
  if (authorizationId === '' || authorizationId === username) return undefined;
  return 'Authentication failed: Client requested an authorization id that is different from username';
}
