/** Loggers for the log lines of clients. */
import { type LogLine, renderLogLine } from '../../client/index.ts';

/** Takes the log lines of all clients of a simulation. Write your own to filter, count or redirect them. */
export interface Logger {
  log(line: LogLine): void;
}

/** Discards every line. This is the default. */
export const silentLogger: Logger = { log: () => {} };

/**
 * Returns a logger that formats every line as the Java client prints it on the console.
 *
 * @param write takes one line, without its line ending; exceptions and the values of a configuration have several
 * @param options configurations: whether to print all values of a client's configuration when it is created, which takes some
 * ninety lines; default true, as in Java
 *
 * @example
 * import { Simulation, StringSerializer, textLogger } from 'kafka-trial';
 *
 * const print = (line) => console.log(line.split(' -- ')[1]);
 * const sim = new Simulation({ logger: textLogger(print, { configurations: false }) });
 * sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer, 'linger.msec': 5 });
 * // prints: [Producer clientId=producer-1] Instantiated an idempotent producer.
 * // prints: These configurations '[linger.msec]' were supplied but are not used yet.
 * // prints: Kafka version: 3.6.1
 * // prints: Kafka commitId: 5e3c2b738d253ff5
 * // prints: Kafka startTimeMs: 1700000000000
 */
export function textLogger(write: (line: string) => void, options: { readonly configurations?: boolean } = {}): Logger {
  const { configurations = true } = options;
  return {
    log: (line) => {
      if (configurations || line.isConfiguration !== true) write(renderLogLine(line));
    },
  };
}
