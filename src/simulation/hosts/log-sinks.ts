/**
 * Where clients' log lines go.
 *
 * Owns: the two ready-made loggers. The lines themselves, and how one is rendered, are the producer's.
 */
import { type LogLine, renderLogLine } from '../../client/index.ts';

/** Takes the log lines of all clients of a simulation. Replace it to route, filter or count them. */
export interface Logger {
  log(line: LogLine): void;
}

/** Drops every line. The default. */
export const silentLogger: Logger = { log: () => {} };

/** Prints every line as the Java client's console shows it. `write` takes one line without its end. */
export function textLogger(write: (line: string) => void): Logger {
  return { log: (line) => write(renderLogLine(line)) };
}
