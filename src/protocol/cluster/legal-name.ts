/**
 * Which names Kafka allows for topics and for static members of a group (org.apache.kafka.common.internals.Topic.validate).
 */
const MAX_NAME_LENGTH = 249;

/**
 * Why something cannot have this name, in Kafka's words; undefined if the name is legal.
 * @param kind what the name is of, such as `Topic name`
 */
export function illegalName(kind: string, name: string): string | undefined {
  const reason = reasonAgainst(name);
  return reason === undefined ? undefined : `${kind} is invalid: ${reason}`;
}

function reasonAgainst(name: string): string | undefined {
  if (name === '') return 'the empty string is not allowed';
  if (name === '.' || name === '..') return `'${name}' is not allowed`;
  if (name.length > MAX_NAME_LENGTH) {
    return `the length of '${name}' is longer than the max allowed length ${MAX_NAME_LENGTH}`;
  }
  if (/^[a-zA-Z0-9._-]+$/.test(name)) return undefined;
  return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
}
