/**
 * What a command needs from the process that runs it. Tests pass their own instead of a terminal.
 */
import { UsageError } from './usage-error.ts';

export interface CommandHost {
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Both outputs are terminals that show colour. */
  readonly hasColour: boolean;
  /** stderr is a terminal, on which a line can be written over. */
  readonly errorIsTerminal: boolean;
  /**
   * Calls `listener` when the user presses Ctrl-C or the process is asked to end, for the first time; the second time ends the
   * process. Returns a function that undoes it.
   */
  readonly onInterrupt: (listener: (signal: Interrupt) => void) => () => void;
  /**
   * From now on, rejections that nobody handles do not end the process: a program that ends early leaves them behind. Returns a
   * function that undoes it.
   */
  readonly ignoreRejections?: () => () => void;
  /** The environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The environment variable KAFKA_TRIAL_CLIENT_VERSION; absent if it is not set. */
  readonly clientVersion?: string;
  /** The package.json of kafka-trial. */
  readonly manifest: URL;
  /** The folder of the built-in scenarios. */
  readonly scenarioFolder: URL;
  /** The folder of the built page of the playground. */
  readonly playgroundFolder: URL;
  /** The module that each thread of `explore` loads: the compiled cli/explore/worker.ts. */
  readonly workerFile: URL;
  /** Asks a question and returns the line that is typed; `undefined` if the input has ended. Absent without a terminal. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** The course. */
  readonly course: CourseFiles;
}

export interface CourseFiles {
  /** docs/course/, with the text of each chapter and the file to begin its exercise with. */
  readonly texts: URL;
  /** The folder with the programs of the chapters, and whether they are compiled. */
  readonly programs: { readonly folder: URL; readonly ending: 'js' | 'ts' };
  /** The module of the thread that checks solutions: the compiled cli/learn/worker.ts. */
  readonly worker: URL;
}

/** SIGINT is Ctrl-C; SIGTERM is what batch systems and containers send before they kill a process. */
export type Interrupt = 'SIGINT' | 'SIGTERM';

/** 0: passed. 1: a scenario, a record or a guarantee failed. 2: usage error. 130: interrupted with Ctrl-C. 143: ended with SIGTERM. */
export type ExitCode = 0 | 1 | 2 | 130 | 143;

/**
 * Reads stdin to its end as UTF-8.
 * @throws UsageError if it is not UTF-8: replaced characters would be sent as records that nobody wrote
 */
export async function readAll(stdin: CommandHost['stdin']): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
  let text = '';
  try {
    for await (const chunk of stdin)
      text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError('stdin is not UTF-8 text. Convert it first, for example with iconv.');
  }
}
