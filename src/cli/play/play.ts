/** `kafka-trial play`: serves the playground, a page that runs the library and shows what happens, until Ctrl-C. */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { integerOption, readCommand, seedOf } from '../command-line/arguments.ts';
import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { listenProblem } from '../command-line/listen-problem.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { findScenario, isFile } from '../scenarios/scenario-catalogue.ts';
import { PLAY } from '../usage/play.ts';
import { LOOPBACK, servePage } from './page-server.ts';

const DEFAULT_PORT = 9100;
/** If the default port is in use, the next ones are tried. */
const PORTS_TRIED = 20;

export async function play(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const { values, positionals } = readCommand(args, PLAY);
  const [name, extra] = positionals;
  if (extra !== undefined) throw new UsageError(`play takes one scenario, got also '${extra}'.`);
  if (name !== undefined && isFile(name))
    throw new UsageError(
      `play takes the name of a scenario, got '${name}': paste a file of your own into the page's editor.`,
    );
  const scenario = name === undefined ? undefined : await findScenario(name, host.scenarioFolder);
  const seed = seedOf(values.seed);
  const port = values.port === undefined ? undefined : integerOption('port', values.port, 0, [0, 65_535]);
  if (!existsSync(host.playgroundFolder)) throw new UsageError('The page is missing. Run npm run build.');

  const ports = port === undefined ? Array.from({ length: PORTS_TRIED }, (_, i) => DEFAULT_PORT + i) : [port];
  const server = await servePage(host.playgroundFolder, ports).catch((error: unknown) => {
    throw new UsageError(listenProblem(error, '--port'));
  });
  const opened =
    scenario === undefined && seed === 1 ? '' : `#program=${scenario?.name ?? 'side-by-side'}&seed=${seed}`;
  host.write(
    `The playground: http://${LOOPBACK}:${(server.address() as AddressInfo).port}/${opened}\nCtrl-C ends it.\n`,
  );
  await new Promise<void>((resolve) => {
    host.onInterrupt(() => resolve());
  });
  server.close();
  server.closeAllConnections();
  return 0;
}
