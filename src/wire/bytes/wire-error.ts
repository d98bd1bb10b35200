/** The one error that reading and writing bytes throws. */

/** Bytes that are not a valid message of Kafka's protocol. Whoever reads from a connection closes it, as a broker does. */
export class WireError extends Error {
  override readonly name = 'WireError';
}
