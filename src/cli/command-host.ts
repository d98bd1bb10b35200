/**
 * What a command needs from outside, handed in so that tests can stand in for a terminal.
 *
 * Owns: the interface, and reading all of stdin.
 */

export interface CommandHost {
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Whether a person looks at it on a terminal that shows colour. */
  readonly hasColour: boolean;
  /** The package's own package.json. */
  readonly manifest: URL;
  /** Where the built-in scenarios are. */
  readonly scenarioFolder: URL;
  /** What a thread of explore starts with: the built cli/explore/worker.ts. */
  readonly workerFile: URL;
}

/** What a command leaves: 0 all well, 1 the trial failed, 2 the command was not understood. */
export type ExitCode = 0 | 1 | 2;

/** Reads stdin to its end, as UTF-8. */
export async function readAll(stdin: CommandHost['stdin']): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for await (const chunk of stdin) text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
