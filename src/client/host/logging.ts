/**
 * The client's log: Java's logger names, prefixes, levels and line format.
 *
 * Owns: what a line carries, and how it is printed.
 * Refuses to know: where lines go (the world takes them).
 */
import type { ClientHost, LogLevel, LogLine } from './client-host.ts';

/** Writes one line of the client's log: `log('WARN', 'org.apache.kafka.clients.NetworkClient', '…')`. */
export type Log = (level: LogLevel, loggerClass: string, message: string, error?: Error) => void;

/** A logger of one Java class; writes `prefix` before each message, as Java's LogContext does. */
export class ClientLogger {
  private readonly clientHost: Pick<ClientHost, 'now' | 'log'>;
  private readonly loggerClass: string;
  private readonly prefix: string;
  private readonly thread: string | (() => string);

  /**
   * @param loggerClass Java's full class name.
   * @param prefix e.g. `[Producer clientId=producer-1] `, with the blank at its end.
   * @param thread `main`, or e.g. `kafka-producer-network-thread | producer-1`; a function if several threads log.
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

  /** The same class and prefix, heard from another thread. */
  onThread(thread: string): ClientLogger {
    return new ClientLogger(this.clientHost, this.loggerClass, this.prefix, thread);
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

/** One line (`time [thread] LEVEL class -- message`, time in UTC), and one more for each exception in the cause chain. */
export function renderLogLine(line: LogLine): string {
  const head = `${timeOfDay(line.timeMs)} [${line.thread}] ${line.level} ${line.logger} -- ${line.message}`;
  let text = head;
  let lead = '\n';
  for (let error: unknown = line.error; error instanceof Error; error = error.cause) {
    text += `${lead}${javaClassOf(error)}: ${error.message}`;
    lead = '\nCaused by: ';
  }
  return text;
}

/** Java's full class name of an exception; its own name if it has no counterpart. */
export function javaClassOf(error: Error): string {
  return 'javaClass' in error && typeof error.javaClass === 'string' ? error.javaClass : error.name;
}

/** An exception as Java's toString prints it. */
export function describeException(error: Error): string {
  return error.message === '' ? javaClassOf(error) : `${javaClassOf(error)}: ${error.message}`;
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
