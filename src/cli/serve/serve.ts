/**
 * `kafka-trial serve`: serves a cluster on TCP in real time, until Ctrl-C or the line `quit` of stdin.
 */
import { Simulation } from '../../index.ts';
import type { Scenario } from '../../scenario/index.ts';
import { scenarioContext } from '../../scenario/scenario.ts';
import { HttpControl } from '../../server/control/http-control.ts';
import { controlByLines } from '../../server/control/line-control.ts';
import { ClusterServer } from '../../server/tcp/cluster-server.ts';
import { withCommandOption } from '../command-line/broker-version.ts';
import type { CommandHost, ExitCode } from '../command-line/command-host.ts';
import { listenProblem } from '../command-line/listen-problem.ts';
import { firstLine, UsageError } from '../command-line/usage-error.ts';
import { loadFaultPlan } from '../scenarios/load-fault-plan.ts';
import { readServeOptions, type ServeOptions } from './serve-options.ts';

export async function serve(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  const options = await readServeOptions(args, host);
  const sim = await openSimulation(options);
  if (options.trace) sim.trace.on((_entry, line) => host.write(`${line}\n`));
  const log = (line: string): void => host.writeError(`kafka-trial: ${line}\n`);
  const server = await starting(ClusterServer.start(sim, { ...options.server, log }));
  const control = await starting(HttpControl.start(server, options.controlPort), () => server.close());
  host.write(greeting(server, control));
  if (options.scenario !== null) runBeside(options.scenario, server, host);
  await theEnd(server, host);
  await control.close();
  await server.close();
  return 0;
}

/** @throws UsageError for options that Kafka refuses, and for a plan that cannot be applied */
async function openSimulation({ simulation, faults }: ServeOptions): Promise<Simulation> {
  const plan = faults === undefined ? [] : await loadFaultPlan(faults);
  try {
    const sim = new Simulation(simulation);
    sim.faults.apply(plan);
    return sim;
  } catch (error) {
    throw new UsageError(withCommandOption(firstLine(error)));
  }
}

/** @throws UsageError if the operating system refuses, for example because a port is in use */
async function starting<T>(started: Promise<T>, undo: () => Promise<void> = async () => {}): Promise<T> {
  try {
    return await started;
  } catch (error) {
    await undo();
    throw new UsageError(listenProblem(error, '--port or --control-port'));
  }
}

function greeting({ brokers }: ClusterServer, { url }: HttpControl): string {
  const addresses = brokers.map(({ host, port }) => `${host}:${port}`).join(',');
  return [
    `Serving ${brokers.length === 1 ? 'one broker' : `${brokers.length} brokers`}. bootstrap.servers=${addresses}`,
    `Control: ${url}, and lines of stdin (help lists them). Ctrl-C ends it.`,
    '',
  ].join('\n');
}

/** The program of the scenario runs while clients use the cluster. */
function runBeside(scenario: Scenario, server: ClusterServer, host: CommandHost): void {
  const say = (text: string): void => host.write(`${text}\n`);
  const ended = async (): Promise<void> => {
    try {
      await scenario.run(scenarioContext(server.sim, say));
    } catch (error) {
      server.log(`The scenario ${scenario.name} failed: ${firstLine(error)}`);
    }
  };
  server.act(() => void ended());
}

async function theEnd(server: ClusterServer, host: CommandHost): Promise<void> {
  await new Promise<void>((resolve) => {
    host.onInterrupt(() => resolve());
    // The end of stdin does not end the cluster: a service has none.
    void controlByLines(server, linesOf(host.stdin), host.write).then((quits) => quits && resolve());
  });
}

async function* linesOf(stdin: CommandHost['stdin']): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stdin) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
