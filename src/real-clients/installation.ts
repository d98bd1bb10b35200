/** `sim.realClients`: takes over what real clients get from Node, and gives it back. */
import crypto from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';
import type { Cluster } from '../broker/index.ts';
import { checkOptions, type OptionTypes } from '../checks/arguments.ts';
import { DURATION_MS, OBJECT, oneOf, TEXT } from '../checks/value-type.ts';
import type { Node } from '../protocol/cluster/node.ts';
import { RandomStream } from '../sim/index.ts';
import type { KafkaJsConfig, RealClients, RealClientsOptions, RealClientsParts } from '../simulation/real-clients.ts';
import { syncImports } from '../timers/imported-modules.ts';
import { Replacements } from '../timers/replacements.ts';
import { Accounts } from './account/accounts.ts';
import type { BridgeContext } from './connections/bridge.ts';
import { BrokerAddresses } from './connections/broker-addresses.ts';
import { BrokerSocket } from './connections/broker-socket.ts';
import { type Connector, connectFunction } from './connections/connect-functions.ts';
import { KafkaJsSocket } from './connections/kafkajs-socket.ts';
import { TopicNames } from './connections/topic-names.ts';
import { compressAtOnce } from './host/compression.ts';
import { randomFunctions } from './host/randomness.ts';
import { HousekeepingWatch } from './idle-watch.ts';

const DEFAULT_HOST = 'app';
const DEFAULT_MAX_IDLE_MS = 600_000;
const MODULES = ['node:net', 'node:tls', 'node:crypto'] as const;

const OPTION_TYPES: OptionTypes<RealClientsOptions> = {
  addresses: OBJECT,
  host: TEXT,
  profile: oneOf(['latest', 'kafka-2.4']),
  maxIdleMs: DURATION_MS,
};

/** At most one, since what it replaces belongs to the whole process. */
const installed = new Set<Installation>();

export class Installation implements RealClients {
  private readonly parts: RealClientsParts;
  private readonly topics: TopicNames;
  private readonly accounts: Accounts;
  /** In the order in which things were done. */
  private undos: (() => void)[] = [];
  private watch: HousekeepingWatch | null = null;

  constructor(parts: RealClientsParts) {
    this.parts = parts;
    const { kernel, trace, trial } = parts;
    this.topics = new TopicNames(parts.cluster);
    this.accounts = new Accounts({ kernel, trace, trial, topics: this.topics });
  }

  install(options: RealClientsOptions = {}): () => void {
    checkOptions('sim.realClients.install()', options, OPTION_TYPES);
    const { misuse } = this.parts.failures;
    if (installed.size > 0) throw misuse(installed.has(this) ? ALREADY : BY_ANOTHER);
    const { cluster } = this.parts;
    const addresses = new BrokerAddresses(cluster.nodes, advertisedBy(cluster), options.addresses ?? {});
    this.installTimers();
    installed.add(this);
    try {
      this.watchHousekeeping(options.maxIdleMs ?? DEFAULT_MAX_IDLE_MS);
      this.replaceFunctions(addresses, options);
      this.replaceCompression();
    } catch (error) {
      this.uninstall();
      throw error;
    }
    return () => this.uninstall();
  }

  uninstall(): void {
    installed.delete(this);
    for (const undo of this.undos.splice(0).toReversed()) undo();
  }

  kafkajs({ clientId }: { readonly clientId?: string } = {}): KafkaJsConfig {
    const { cluster, failures } = this.parts;
    if (!this.isOnVirtualTime()) throw failures.misuse(NO_TIMERS);
    const context = this.bridgeContext('latest');
    const addresses = new BrokerAddresses(cluster.nodes, advertisedBy(cluster), {});
    return {
      brokers: cluster.nodes.map(({ host, port }) => `${host}:${port}`),
      socketFactory: ({ host, port, onConnect }) => {
        const destination = addresses.find(host, port);
        if (destination === undefined) throw failures.misuse(`There is no broker at ${host}:${port}.`);
        return new KafkaJsSocket(clientId ?? DEFAULT_HOST, destination, context).once('connect', onConnect);
      },
      ...(clientId !== undefined && { clientId }),
    };
  }

  // --- The parts of an installation ----------------------------------------------------------------------------------------

  private isOnVirtualTime(): boolean {
    const { clock } = this.parts.timers;
    return clock === 'virtual' || clock === 'followed';
  }

  /** @throws SimulationError of kind 'misuse' if timers are faked, and the simulation does not follow them */
  private installTimers(): void {
    const { timers, failures, userActivity } = this.parts;
    if (timers.clock === 'fake') throw failures.misuse(FAKE_TIMERS);
    if (timers.clock === 'real') this.undos.push(timers.install());
    userActivity.needsMacrotasks = true;
    this.undos.push(() => {
      userActivity.needsMacrotasks = false;
    });
  }

  private watchHousekeeping(maxIdleMs: number): void {
    const { parts } = this;
    const { kernel, startMs, cluster, faults, timers, sleeps } = parts;
    const sleepsSince = (atMs: number): boolean => sleeps.hasBegunAt(atMs) || timers.hasTimeoutSince(atMs);
    this.watch = new HousekeepingWatch({ maxIdleMs, kernel, startMs, cluster, faults, sleepsSince });
    parts.idleWatch = this.watch;
    this.undos.push(() => {
      parts.idleWatch = null;
      this.watch = null;
    });
  }

  private replaceFunctions(
    addresses: BrokerAddresses,
    { host = DEFAULT_HOST, profile = 'latest' }: RealClientsOptions,
  ): void {
    const { trace, kernel } = this.parts;
    const context = this.bridgeContext(profile);
    const connector: Connector = {
      find: (brokerHost, port) => addresses.find(brokerHost, port),
      connect: (destination) => new BrokerSocket(host, destination, context),
      passedOn: (otherHost, port) => {
        const facts = { to: `${otherHost}:${port}`, because: 'no broker of the simulation has this address' };
        trace.record(kernel.now(), 'real clients', 'real connection', facts);
      },
    };
    const random = randomFunctions(RandomStream.fromSeed(this.parts.seed).fork('real clients'), crypto);
    const replacements = new Replacements();
    const connect = connectFunction(net.connect as (...args: unknown[]) => unknown, 'connect', connector);
    const connectTls = connectFunction(tls.connect as (...args: unknown[]) => unknown, 'secureConnect', connector);
    replacements.replace(net, { connect, createConnection: connect });
    replacements.replace(tls, { connect: connectTls });
    replacements.replace(Math, random.math);
    replacements.replace(crypto, random.nodeCrypto);
    for (const webCrypto of new Set([crypto.webcrypto, globalThis.crypto])) {
      replacements.replace(webCrypto, random.webCrypto);
    }
    syncImports(MODULES);
    this.undos.push(() => {
      replacements.undo();
      syncImports(MODULES);
    });
  }

  private replaceCompression(): void {
    const { trace, kernel } = this.parts;
    try {
      this.undos.push(compressAtOnce());
    } catch (error) {
      // Everything else works; only compressed records take an amount of virtual time that differs from run to run.
      trace.record(kernel.now(), 'real clients', 'zlib is not taken over', { problem: (error as Error).message });
    }
  }

  private bridgeContext(profile: BridgeContext['profile']): BridgeContext {
    const { kernel, network, trace, userActivity, trial, cluster } = this.parts;
    const { topics, accounts } = this;
    return {
      kernel,
      network,
      trace,
      userActivity,
      profile,
      apis: cluster.version.apis,
      topics,
      listeners: (host) => [
        ...(this.watch === null ? [] : [this.watch]),
        ...(trial.isOn ? [accounts.listen(host)] : []),
      ],
    };
  }
}

function advertisedBy({ controlPlane }: Cluster): readonly Node[] {
  return controlPlane.brokers.map(({ node }) => node);
}

const ALREADY = 'The real clients of this simulation are installed already. Call sim.realClients.uninstall() first.';
const BY_ANOTHER =
  'Real clients of another simulation are installed, and what they take over belongs to the whole process. Close that simulation first: sim.close().';
const FAKE_TIMERS =
  'Cannot install real clients: setTimeout and Date are missing, since they are faked, by Vitest or by another simulation. Restore them first (vi.useRealTimers()), or follow them: sim.timers.follow().';
const NO_TIMERS =
  'Cannot connect kafkajs: setTimeout and Date are missing, since they are not on the clock of the simulation. Call sim.timers.install() first, or sim.realClients.install(), which also takes over random numbers, sockets and compression.';
