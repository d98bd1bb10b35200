/** Runs a command in this process, without a terminal, and collects what it writes. */
import type { CommandHost } from '../../src/cli/command-line/command-host.ts';
import { main } from '../../src/cli/main.ts';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function runInProcess(
  args: readonly string[],
  {
    stdin = [],
    hasColour = false,
    onInterrupt = () => () => {},
    environment = {},
    ask,
    playgroundFolder = new URL('../../dist/playground/', import.meta.url),
    onWrite = () => {},
  }: {
    readonly stdin?: readonly (string | Uint8Array)[];
    readonly hasColour?: boolean;
    readonly onInterrupt?: CommandHost['onInterrupt'];
    readonly environment?: CommandHost['environment'];
    readonly ask?: CommandHost['ask'];
    readonly playgroundFolder?: URL;
    /** Called with each text as it is written, for commands that go on until they are interrupted. */
    readonly onWrite?: (text: string) => void;
  } = {},
): Promise<CommandResult> {
  let [out, err] = ['', ''];
  const root = new URL('../../', import.meta.url);
  const code = await main(args, {
    stdin: (async function* () {
      yield* stdin;
    })(),
    write: (text) => {
      out += text;
      onWrite(text);
    },
    writeError: (text) => {
      err += text;
    },
    hasColour,
    errorIsTerminal: false,
    onInterrupt,
    environment,
    manifest: new URL('package.json', root),
    scenarioFolder: new URL('scenarios/', root),
    playgroundFolder,
    workerFile: new URL('dist/cli/explore/worker.js', root),
    ...(ask !== undefined && { ask }),
    course: {
      texts: new URL('docs/course/', root),
      programs: { folder: new URL('docs/course/', root), ending: 'ts' },
      worker: new URL('dist/cli/learn/worker.js', root),
    },
  });
  return { code, out, err };
}
