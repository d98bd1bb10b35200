/**
 * The client's log: Java's logger names, prefixes, levels and line format. The host decides where the lines go.
 */
import type { ClientHost, LogLevel, LogLine } from './client-host.ts';

/** Writes one line of the client's log: `log('WARN', 'org.apache.kafka.clients.NetworkClient', '…')`. */
export type Log = (level: LogLevel, loggerClass: string, message: string, error?: Error) => void;

/** The logger of one Java class, with a prefix before each message (Java's LogContext). */
export class ClientLogger {
  private readonly clientHost: Pick<ClientHost, 'now' | 'log'>;
  private readonly loggerClass: string;
  private readonly prefix: string;
  private readonly thread: string | (() => string);

  /**
   * @param loggerClass Java's full class name
   * @param prefix for example `[Producer clientId=producer-1] `, with the space at its end
   * @param thread name of the logging thread; a function if several threads log
   */
  constructor(
    clientHost: Pick<ClientHost, 'now' | 'log'>,
    loggerClass: string,
    prefix: string,
    thread: string | (() => string),
  ) {
    this.clientHost = clientHost;
    this.loggerClass = loggerClass;
    this.prefix = prefix;
    this.thread = thread;
  }

  debug(message: string, error?: Error): void {
    this.write('DEBUG', message, error);
  }

  info(message: string, error?: Error): void {
    this.write('INFO', message, error);
  }

  warn(message: string, error?: Error): void {
    this.write('WARN', message, error);
  }

  error(message: string, error?: Error): void {
    this.write('ERROR', message, error);
  }

  write(level: LogLevel, message: string, error?: Error): void {
    const line: LogLine = {
      timeMs: this.clientHost.now(),
      thread: typeof this.thread === 'string' ? this.thread : this.thread(),
      level,
      logger: this.loggerClass,
      message: this.prefix + message,
    };
    this.clientHost.log(error === undefined ? line : { ...line, error });
  }
}

/**
 * Formats a line of a client's log: `time [thread] LEVEL class -- message`, with the time of day in UTC, and one more line for
 * each exception in the chain of causes.
 */
export function renderLogLine(line: LogLine): string {
  const head = `${timeOfDay(line.timeMs)} [${line.thread}] ${line.level} ${line.logger} -- ${line.message}`;
  let text = head;
  let lead = '\n';
  for (let error: unknown = line.error; error instanceof Error; error = error.cause) {
    text += lead + describeException(error);
    lead = '\nCaused by: ';
  }
  return text;
}

/** Java's full class name of an exception; the name of the JavaScript error if Java has no such class. */
export function javaClassOf(error: Error): string {
  return 'javaClass' in error && typeof error.javaClass === 'string' ? error.javaClass : error.name;
}

/** An exception as Java's toString prints it: an empty message is printed, a missing one is not. */
export function describeException(error: Error): string {
  return Object.hasOwn(error, 'message') ? `${javaClassOf(error)}: ${error.message}` : javaClassOf(error);
}

const DAY_MS = 86_400_000;

function timeOfDay(timeMs: number): string {
  const ofDay = Math.floor(((timeMs % DAY_MS) + DAY_MS) % DAY_MS);
  const seconds = Math.floor(ofDay / 1000);
  const hour = padded(Math.floor(seconds / 3600), 2);
  const minute = padded(Math.floor(seconds / 60) % 60, 2);
  return `${hour}:${minute}:${padded(seconds % 60, 2)}.${padded(ofDay % 1000, 3)}`;
}

function padded(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
