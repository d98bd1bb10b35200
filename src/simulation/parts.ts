/** Creates the parts of a simulation from its options, and connects them. */
import { brokerVersionNamed, Cluster, DEFAULT_BROKER_VERSION, withFeatures } from '../broker/index.ts';
import { clientVersionNamed, DEFAULT_CLIENT_VERSION } from '../client/versions/index.ts';
import { Kernel, type LatencyRange, Network, RandomStream, Trace } from '../sim/index.ts';
import { Timers } from '../timers/timers.ts';
import { Trial } from './checking/trial.ts';
import { Clients } from './clients.ts';
import type { SimulationEvents } from './events/simulation-events.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { BrokerControl } from './hosts/broker-control.ts';
import { BrokerNodes } from './hosts/broker-nodes.ts';
import { silentLogger } from './hosts/logger.ts';
import { Operator } from './hosts/operator.ts';
import { ReplicationTrace } from './hosts/replication-trace.ts';
import type { Wire } from './hosts/wire.ts';
import type { RealClients } from './real-clients.ts';
import { CallbackErrors } from './run/callback-errors.ts';
import { FailureFactory } from './run/failure-factory.ts';
import { OutsideWork } from './run/outside-work.ts';
import { RunProgress } from './run/run-progress.ts';
import type { IdleWatch } from './run/run-to-end.ts';
import { Sleeps } from './run/sleeps.ts';
import { UserActivity } from './run/user-activity.ts';
import { checkSimulationOptions, type SimulationOptions } from './simulation-options.ts';

const DEFAULT_SEED = 1;
const DEFAULT_BROKERS = 3;
const DEFAULT_LATENCY_MS = 1;
/** 2023-11-14T22:13:20Z */
const DEFAULT_START_MS = 1_700_000_000_000;
const DEFAULT_MAX_EVENTS = 10_000_000;
const FEATURES_OPTION = "new Simulation(), option 'features'";
const BROKER_VERSION_OPTION = "new Simulation(), option 'brokerVersion'";
const VERSION_OPTION = "new Simulation(), option 'clientVersion'";

/** Each part draws its random numbers from a stream of its own, so that one part's draws do not change another's. */
export class SimulationParts {
  readonly seed: number;
  readonly startMs: number;
  readonly maxEvents: number;
  /** Whether the user wants a history; faults may need one, too. */
  readonly keepsHistory: boolean;
  readonly bootstrapServers: string;
  readonly trace: Trace<SimulationEvents>;
  readonly kernel: Kernel;
  readonly network: Network<Wire>;
  readonly userActivity: UserActivity = new UserActivity();
  readonly sleeps: Sleeps;
  readonly outside: OutsideWork = new OutsideWork();
  /** Other clients in this process; `null` until they are asked for. */
  realClients: RealClients | null = null;
  /** `null` while no real clients are installed. */
  idleWatch: IdleWatch | null = null;
  readonly cluster: Cluster;
  readonly brokers: BrokerNodes;
  readonly control: BrokerControl;
  readonly operator: Operator;
  readonly clients: Clients;
  readonly faults: Faults;
  readonly timers: Timers;
  readonly trial: Trial;
  readonly failures: FailureFactory;
  readonly callbackErrors: CallbackErrors;
  readonly progress: RunProgress;

  constructor(options: SimulationOptions) {
    checkSimulationOptions(options);
    const { seed = DEFAULT_SEED, startMs = DEFAULT_START_MS } = options;
    const random = RandomStream.fromSeed(seed);
    const trace = new Trace<SimulationEvents>(options.trace === false ? 'off' : 'on', startMs);
    const kernel = new Kernel({ startMs });
    const network = new Network<Wire>(kernel, random.fork('network'), latencyOf(options.network?.latencyMs));
    const cluster = clusterFrom(options, random.fork('cluster'));
    const brokers = new BrokerNodes(cluster, {
      kernel,
      network,
      startMs,
      trace: (event, facts) => trace.record(kernel.now(), 'cluster', event, facts),
    });
    this.keepsHistory = options.history === true;
    if (this.keepsHistory) brokers.keepHistory();
    if (options.trace === 'replication') {
      brokers.replicationTrace = new ReplicationTrace(cluster, (broker, event, facts) =>
        trace.record(kernel.now(), broker, event, facts),
      );
    }
    this.seed = seed;
    this.startMs = startMs;
    this.maxEvents = options.maxEvents ?? DEFAULT_MAX_EVENTS;
    this.bootstrapServers = cluster.nodes.map(({ host, port }) => `${host}:${port}`).join(',');
    this.trace = trace;
    this.kernel = kernel;
    this.network = network;
    this.sleeps = new Sleeps(kernel, this.userActivity);
    this.cluster = cluster;
    this.brokers = brokers;

    const failures = new FailureFactory({ seed, startMs, kernel, trace, replayCommand: options.replayCommand });
    const { guarantees = 'none', breaks = [] } = options;
    this.failures = failures;
    this.callbackErrors = new CallbackErrors(options.callbackErrors ?? 'fail', failures);
    const { misuse } = failures;
    const { userActivity, callbackErrors } = this;
    this.timers = new Timers({
      kernel,
      startMs,
      userActivity,
      isOutside: this.outside.hasCalled,
      misuse,
    });
    this.progress = new RunProgress(kernel, this.timers);
    const { progress } = this;
    this.trial = new Trial({ kernel, cluster, brokers, trace, startMs, failures, progress, guarantees, breaks });

    const control = new BrokerControl({ cluster, brokers, network, misuse });
    this.control = control;
    this.operator = new Operator(brokers, control);
    this.faults = createFaults({
      kernel,
      network,
      cluster,
      trace,
      brokers,
      control,
      startMs,
      nodes: cluster.nodes,
      clientNames: () => this.clients.knownNames,
      random: random.fork('faults'),
      userVisible: userActivity.markRunnable,
      report: (event, fault) => trace.record(kernel.now(), 'fault', event, { fault: fault.description }),
    });

    const logger = options.logger ?? silentLogger;
    const clientHost = { kernel, network, random: random.fork('clients'), trace, logger, userActivity, callbackErrors };
    const { clientVersion } = options;
    const version =
      clientVersion === undefined ? DEFAULT_CLIENT_VERSION : clientVersionNamed(clientVersion, VERSION_OPTION);
    this.clients = new Clients(clientHost, { bootstrapServers: this.bootstrapServers, trial: this.trial, version });
  }
}

function clusterFrom(options: SimulationOptions, random: RandomStream): Cluster {
  const { brokers = DEFAULT_BROKERS, racks, mode, config, users, clusterId, firstProducerId } = options;
  const { brokerVersion, features } = options;
  const named =
    brokerVersion === undefined ? DEFAULT_BROKER_VERSION : brokerVersionNamed(brokerVersion, BROKER_VERSION_OPTION);
  const version = withFeatures(named, features, FEATURES_OPTION);
  const nextInt = (bound: number): number => random.nextInt(bound);
  return new Cluster({ brokers, nextInt, version, racks, mode, config, users, clusterId, firstProducerId });
}

function latencyOf(latencyMs: number | LatencyRange = DEFAULT_LATENCY_MS): { latency: LatencyRange } {
  return { latency: typeof latencyMs === 'number' ? { minMs: latencyMs, maxMs: latencyMs } : latencyMs };
}
