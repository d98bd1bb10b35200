/**
 * The cluster that a scenario is played against: its clock, its network, and its brokers, which a scenario can stop and start.
 */
import { type BrokerConfigInput, Cluster } from '../../../../src/broker/index.ts';
import { BROKER_VERSIONS, type BrokerVersionName } from '../../../../src/broker/versions/index.ts';
import { Kernel, Network, RandomStream } from '../../../../src/sim/index.ts';
import { BrokerControl } from '../../../../src/simulation/hosts/broker-control.ts';
import { BrokerNodes } from '../../../../src/simulation/hosts/broker-nodes.ts';
import type { Wire } from '../../../../src/simulation/hosts/wire.ts';
import { InvalidScenarioError } from './json.ts';
import type { Scenario } from './scenario.ts';
import type { Mode } from './targets.ts';

/** A time with 13 digits, like current times. */
const START_MS = 1_700_000_000_000;
const CLIENT_LATENCY = { minMs: 1, maxMs: 1 };
/**
 * Longer than the latency of clients. On the recorded machine, requests between brokers took longer than two round trips of a client,
 * because a coordinator's markers pass through separate threads and queues before they are sent.
 */
const BROKER_LATENCY = { minMs: 5, maxMs: 5 };
const MAX_EVENTS = 5_000_000;
const COMBINED: BrokerConfigInput = { 'process.roles': 'broker,controller' };
/** The recorded brokers with ZooKeeper had it in addition to the configuration of the scenario. */
const RECORDED_WITH_ZOOKEEPER: BrokerConfigInput = { 'zookeeper.session.timeout.ms': 6_000 };

export const CLIENT_HOST = 'scenario';

export class PlayedCluster {
  readonly network: Network<Wire>;
  readonly brokerIds: readonly number[];
  private readonly kernel = new Kernel({ startMs: START_MS });
  private readonly cluster: Cluster;
  private readonly brokers: BrokerNodes;
  private readonly control: BrokerControl;
  /** The functions that end a pause, by broker id. */
  private readonly pauses = new Map<number, () => void>();

  /** @throws Error if the brokers cannot have this configuration */
  constructor({ brokers, config }: Scenario, mode: Mode, version: BrokerVersionName) {
    const random = RandomStream.fromSeed(1);
    const { kernel } = this;
    // As in the recorded clusters: a single broker is also the controller; three brokers have a separate controller.
    const isCombined = mode === 'kraft' && brokers === 1;
    this.network = new Network<Wire>(kernel, random.fork('network'), { latency: CLIENT_LATENCY });
    this.cluster = new Cluster({
      brokers,
      mode,
      version: BROKER_VERSIONS[version],
      config: {
        ...(config as BrokerConfigInput),
        ...(isCombined && COMBINED),
        ...(mode === 'zookeeper' && RECORDED_WITH_ZOOKEEPER),
      },
      nextInt: (bound) => random.nextInt(bound),
    });
    this.brokers = new BrokerNodes(this.cluster, { kernel, network: this.network, startMs: START_MS, trace: () => {} });
    const misuse = (problem: string): Error => new InvalidScenarioError(problem);
    this.control = new BrokerControl({ cluster: this.cluster, brokers: this.brokers, network: this.network, misuse });
    this.brokerIds = this.cluster.nodes.map(({ id }) => id);
    for (const { host: from } of this.cluster.nodes) {
      for (const { host: to } of this.cluster.nodes) this.network.setLatency(from, to, BROKER_LATENCY);
    }
  }

  now(): number {
    return this.kernel.now();
  }

  address(brokerId: number): string {
    const { host, port } = this.control.node(brokerId);
    return `${host}:${port}`;
  }

  /** Advances the clock. */
  advance(ms: number): void {
    this.kernel.run({ untilMs: this.now() + ms, maxEvents: MAX_EVENTS });
  }

  /** Advances the clock until `isMet` returns true. Returns false if it does not within `timeoutMs`. */
  advanceUntil(isMet: () => boolean, timeoutMs: number): boolean {
    this.kernel.run({ until: isMet, untilMs: this.now() + timeoutMs, maxEvents: MAX_EVENTS });
    return isMet();
  }

  // --- Brokers ---------------------------------------------------------------------------------------------------------

  /** Whether the broker's process is running and not paused. */
  isUp(brokerId: number): boolean {
    return this.cluster.isUp(brokerId) && !this.pauses.has(brokerId);
  }

  stop(brokerId: number): void {
    this.control.shutdown(brokerId);
  }

  kill(brokerId: number): void {
    this.control.crash(brokerId);
  }

  start(brokerId: number): void {
    if (!this.cluster.isUp(brokerId)) this.control.restart(brokerId);
  }

  pause(brokerId: number): void {
    const { host } = this.control.node(brokerId);
    if (this.pauses.has(brokerId)) return;
    this.pauses.set(brokerId, this.network.pauseHost(host));
    this.brokers.apply((cluster, nowMs) => cluster.disconnectFromController(brokerId, nowMs));
  }

  resume(brokerId: number): void {
    const endPause = this.pauses.get(brokerId);
    if (endPause === undefined) return;
    endPause();
    this.pauses.delete(brokerId);
    this.brokers.apply((cluster, nowMs) => cluster.reconnectToController(brokerId, nowMs));
  }

  /** Resumes and starts every broker that is not running. */
  startAll(): void {
    for (const id of this.brokerIds) {
      this.resume(id);
      this.start(id);
    }
  }
}
