/**
 * What a command needs from the process that runs it. Tests pass their own instead of a terminal.
 */

export interface CommandHost {
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Both outputs are terminals that show colour. */
  readonly hasColour: boolean;
  /** The package.json of kafka-trial. */
  readonly manifest: URL;
  /** The folder of the built-in scenarios. */
  readonly scenarioFolder: URL;
  /** The module that each thread of `explore` loads: the compiled cli/explore/worker.ts. */
  readonly workerFile: URL;
}

/** 0: passed. 1: a scenario, a record or a guarantee failed. 2: usage error. */
export type ExitCode = 0 | 1 | 2;

/** Reads stdin to its end as UTF-8. */
export async function readAll(stdin: CommandHost['stdin']): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for await (const chunk of stdin) text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
