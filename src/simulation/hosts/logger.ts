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
 * @param write takes one line, without its line ending
 */
export function textLogger(write: (line: string) => void): Logger {
  return { log: (line) => write(renderLogLine(line)) };
}
