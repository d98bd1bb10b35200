/** What the control of a served cluster can do. Each command takes its argument as text, and returns what is printed as JSON. */
import type { FaultPlan } from '../../simulation/faults/fault-plan.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import type { ClusterServer } from '../tcp/cluster-server.ts';
import { ControlError } from './control-error.ts';
import { verdictOf } from './verdict.ts';

interface Command {
  /** What the argument is called; empty: the command takes none. */
  readonly takes: string;
  readonly text: string;
  readonly run: (server: ClusterServer, argument: string) => unknown;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  status: { takes: '', text: 'the time, the brokers, and how many topics and faults there are', run: statusOf },
  topics: { takes: '', text: 'the topics with their leaders and offsets', run: ({ sim }) => topicsOf(sim) },
  records: {
    takes: 'TOPIC',
    text: 'the records of a topic that consumers can read',
    run: ({ sim }, topic) => sim.topic(topic).records(),
  },
  verdict: {
    takes: '',
    text: 'which records were acknowledged, lost, duplicated, reordered, or sent by no client',
    run: ({ sim }) => verdictOf(sim),
  },
  faults: { takes: '', text: 'the faults, and how often each has fired', run: ({ sim }) => faultsOf(sim) },
  inject: {
    takes: 'PLAN',
    text: 'start faults: a plan as JSON, see docs/faults.md; times count from the start (default: now)',
    run: ({ sim }, plan) => inject(sim, plan),
  },
  heal: { takes: '', text: 'remove all faults, and start the brokers that are down', run: ({ sim }) => heal(sim) },
  crash: { takes: 'BROKER', text: 'stop a broker at once', run: change((sim, broker) => sim.crash(broker)) },
  restart: { takes: 'BROKER', text: 'start a stopped broker', run: change((sim, broker) => sim.restart(broker)) },
  shutdown: { takes: 'BROKER', text: 'stop a broker cleanly', run: change((sim, broker) => sim.shutdown(broker)) },
  create: {
    takes: 'TOPIC [PARTITIONS]',
    text: 'create a topic',
    run: ({ sim }, argument) => createTopic(sim, argument),
  },
};

/**
 * Runs a command at the present time.
 * @throws ControlError for a command that does not exist or is not possible
 */
export function runCommand(server: ClusterServer, name: string, argument: string): unknown {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new ControlError(`There is no command '${name}'. ${commandList()}`);
  if (command.takes === '' && argument !== '') throw new ControlError(`${name} takes no argument, got '${argument}'.`);
  if (command.takes !== '' && argument === '')
    throw new ControlError(`${name} needs an argument: ${name} ${command.takes}`);
  let result: unknown;
  let problem: unknown;
  server.act(() => {
    try {
      result = command.run(server, argument);
    } catch (error) {
      problem = error;
    }
  });
  if (problem === undefined) return result;
  throw problem instanceof ControlError ? problem : new ControlError(messageOf(problem));
}

export function commandList(): string {
  return `The commands are ${Object.keys(COMMANDS).join(', ')}.`;
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}

// --- Looking ---------------------------------------------------------------------------------------------------------------

function statusOf(server: ClusterServer): object {
  const { sim } = server;
  const { brokers, controllerId, topics } = sim.snapshot();
  return {
    nowMs: sim.nowMs,
    seed: sim.seed,
    brokerVersion: sim.parts.cluster.version.name,
    bootstrapServers: server.brokers.map(({ host, port }) => `${host}:${port}`).join(','),
    controllerId,
    brokers: server.brokers.map(({ id, host, port }) => {
      const { isUp } = brokers.find(({ node }) => node.id === id) ?? { isUp: false };
      return { id, name: `broker-${id}`, address: `${host}:${port}`, isUp };
    }),
    topics: topics.length,
    faults: sim.faults.list().length,
  };
}

function topicsOf(sim: Simulation): readonly object[] {
  const { topics, replicas } = sim.snapshot();
  return topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partition, leader, isr, replicas: ids }) => {
      const log = replicas.find((one) => one.topic === name && one.partition === partition && one.brokerId === leader);
      const offsets = log === undefined ? {} : { logStartOffset: log.logStartOffset, highWatermark: log.highWatermark };
      return { partition, leader, isr, replicas: ids, ...offsets };
    }),
  }));
}

function faultsOf(sim: Simulation): readonly object[] {
  return sim.faults.list().map(({ description, fired }) => ({ description, fired }));
}

// --- Changing --------------------------------------------------------------------------------------------------------------

function inject(sim: Simulation, text: string): readonly object[] {
  let plan: unknown;
  try {
    plan = JSON.parse(text);
  } catch (error) {
    throw new ControlError(`The plan is not JSON: ${messageOf(error)}`);
  }
  const steps = Array.isArray(plan) ? plan : [plan];
  const faults = sim.faults.apply(steps.map((step: unknown) => fromNow(step, sim.nowMs)) as FaultPlan);
  return faults.map(({ description, fired }) => ({ description, fired }));
}

/** A test that scripts a fault while the cluster is served means the present time if it names none. */
function fromNow(step: unknown, nowMs: number): unknown {
  if (typeof step !== 'object' || step === null) return step;
  return 'on' in step || 'atMs' in step ? step : { ...step, atMs: nowMs };
}

function heal(sim: Simulation): object {
  const removed = [...sim.faults.list()];
  for (const fault of removed) fault.remove();
  const down = sim.snapshot().brokers.filter(({ isUp }) => !isUp);
  for (const { node } of down) sim.restart(node.id);
  return { faultsRemoved: removed.length, brokersStarted: down.map(({ node }) => node.host) };
}

function change(action: (sim: Simulation, broker: string | number) => void): Command['run'] {
  return ({ sim }, broker) => {
    action(sim, /^\d+$/.test(broker) ? Number(broker) : broker);
    return { done: true };
  };
}

function createTopic(sim: Simulation, argument: string): object {
  const [name = '', partitions, ...rest] = argument.split(/\s+/);
  if (rest.length > 0) throw new ControlError(`create takes a topic and a number of partitions, got '${argument}'.`);
  if (partitions !== undefined && !/^\d+$/.test(partitions))
    throw new ControlError(`create takes a whole number of partitions, got '${partitions}'.`);
  sim.createTopic(name, partitions === undefined ? {} : { partitions: Number(partitions) });
  return { name };
}
