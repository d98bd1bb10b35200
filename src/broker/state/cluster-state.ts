/**
 * All that a cluster is at a moment, and the few ways in which anything may change it.
 *
 * Owns: the control plane and its transitions (through immer), the brokers' memories, the waiting requests, the effects.
 * Refuses to know: any API, and when a leader is to be replaced (controller.ts).
 */
import { produce } from 'immer';
import type { Response } from '../../protocol/messages.ts';
import type { Node } from '../../protocol/node.ts';
import type { BrokerConfig } from '../config/broker-config.ts';
import { Agenda } from '../purgatory/agenda.ts';
import type { DelayedFetch, DelayedProduce } from '../purgatory/delayed.ts';
import { Purgatory } from '../purgatory/purgatory.ts';
import { Broker } from './broker.ts';
import type { ControlPlane, PartitionState, TopicState, Transition } from './control-plane.ts';
import type { Effect, Token } from './effects.ts';
import type { BrokerQuestion } from './inter-broker.ts';

export interface ClusterStateOptions {
  readonly nodes: readonly Node[];
  readonly config: BrokerConfig;
  readonly clusterId: string;
  readonly firstProducerId: number;
  readonly leaderElectionDelayMs: number;
  readonly nextInt: (bound: number) => number;
}

export class ClusterState {
  plane: ControlPlane;
  readonly config: BrokerConfig;
  readonly leaderElectionDelayMs: number;
  readonly nextInt: (bound: number) => number;
  /** In the order of their ids. */
  readonly brokers: readonly Broker[];
  readonly effects: Effect[] = [];
  readonly agenda: Agenda = new Agenda();
  readonly delayedProduces: Purgatory<DelayedProduce> = new Purgatory();
  readonly delayedFetches: Purgatory<DelayedFetch> = new Purgatory();
  readonly brokerQuestions: Purgatory<BrokerQuestion> = new Purgatory();
  /** What follows from the present call and must not happen in its middle. */
  private readonly deferredCalls: ((nowMs: number) => void)[] = [];
  /** When a waiting follower is to hear of a new high watermark; Infinity while there is no news. May be too early. */
  newsDueMs: number = Number.POSITIVE_INFINITY;
  /** When a follower may have lagged for too long; Infinity while none is behind. */
  lagCheckMs: number = Number.POSITIVE_INFINITY;
  /** When a log may have become too old or too large; Infinity while none can. */
  retentionCheckMs: number = Number.POSITIVE_INFINITY;
  /** When a transaction may have timed out; Infinity while none is open. */
  transactionCheckMs: number = Number.POSITIVE_INFINITY;
  /** Told of every in-sync replica that is gained; undefined until a partition has been reassigned. */
  onIsrExpanded: ((topic: string, partition: number, nowMs: number) => void) | undefined;
  /** Since when leaders are not where they should be, and whether somebody will look (preferred-leaders.ts). */
  readonly balance: { sinceMs: number | undefined; isPlanned: boolean } = { sinceMs: undefined, isPlanned: false };
  /** producer_byte_rate by client.id; `null` is that of all others. */
  readonly producerByteRates: Map<string | null, number> = new Map();
  /** There is no controller for a while (controller-away.ts). */
  isControllerAway = false;
  /** Counts the controllers there have been after a time without one: each counts sessions for itself. */
  controllerEpoch = 0;
  /** Why an internal topic could not be created, as told so far: clients ask for it again and again. */
  readonly toldRefusals: Set<string> = new Set();
  /** The earliest wake that was asked for and has not come. */
  private nextWakeMs = Number.POSITIVE_INFINITY;
  private readonly brokersById: (Broker | undefined)[] = [];
  private topicsByName = new Map<string, TopicState>();

  constructor(options: ClusterStateOptions) {
    this.config = options.config;
    this.leaderElectionDelayMs = options.leaderElectionDelayMs;
    this.nextInt = options.nextInt;
    this.brokers = options.nodes.map((node) => new Broker(node));
    for (const broker of this.brokers) this.brokersById[broker.id] = broker;
    this.plane = {
      clusterId: options.clusterId,
      controllerId: options.nodes[0]?.id ?? -1,
      brokers: options.nodes.map((node) => ({ node, isUp: true, isRegistered: true })),
      topics: [],
      nextProducerIdBlock: options.firstProducerId,
    };
  }

  // --- Looking -----------------------------------------------------------------------------------------------------

  broker(id: number): Broker | undefined {
    return this.brokersById[id];
  }

  topic(name: string): TopicState | undefined {
    return this.topicsByName.get(name);
  }

  /** Whether brokers know the partition: its topic exists and has had its first leaders. */
  knowsPartition(topic: string, partition: number): boolean {
    const state = this.topicsByName.get(topic);
    return state?.isAnnounced === true && partition >= 0 && partition < state.partitions.length;
  }

  isUp(brokerId: number): boolean {
    return this.brokersById[brokerId]?.isUp === true;
  }

  isRegistered(brokerId: number): boolean {
    return this.plane.brokers.some(({ node, isRegistered }) => node.id === brokerId && isRegistered);
  }

  /** Ids of the brokers the controller counts on, in order. */
  registeredIds(): number[] {
    return this.plane.brokers.filter(({ isRegistered }) => isRegistered).map(({ node }) => node.id);
  }

  /** Whether a broker could serve a partition: the controller counts on it, and its disk works. */
  canServe(brokerId: number, topic: string, partition: number): boolean {
    return this.isRegistered(brokerId) && this.broker(brokerId)?.replica(topic, partition)?.isOffline !== true;
  }

  // --- Changing ----------------------------------------------------------------------------------------------------

  /** The only way to change the control plane. */
  transition(recipe: Transition): void {
    const before = this.plane;
    this.plane = produce(before, (draft) => recipe(draft));
    if (this.plane.topics === before.topics) return;
    this.topicsByName = new Map(this.plane.topics.map((topic) => [topic.name, topic]));
  }

  /** Gives a partition new values and the next partition epoch. */
  alterPartition(
    topic: string,
    partition: number,
    change: Partial<Pick<PartitionState, 'leader' | 'leaderEpoch' | 'isr' | 'replicas' | 'targetReplicas'>>,
  ): PartitionState {
    this.transition((draft) => {
      const state = draft.topics.find(({ name }) => name === topic)?.partitions[partition];
      if (state !== undefined) Object.assign(state, change, { partitionEpoch: state.partitionEpoch + 1 });
    });
    return this.topic(topic)?.partitions[partition] as PartitionState;
  }

  // --- Telling -----------------------------------------------------------------------------------------------------

  answer(brokerId: number, token: Token, response: Response): void {
    this.effects.push({ kind: 'answer', brokerId, token, response });
  }

  event(name: string, facts: Readonly<Record<string, unknown>>): void {
    this.effects.push({ kind: 'event', name, facts });
  }

  /** Asks for a wake at `atMs`, unless an earlier one is on its way: that one will ask again. */
  wakeBy(atMs: number): void {
    if (atMs >= this.nextWakeMs) return;
    this.nextWakeMs = atMs;
    this.effects.push({ kind: 'wake', atMs });
  }

  /** Does something at the end of the present call, in the same moment. */
  afterCall(action: (nowMs: number) => void): void {
    this.deferredCalls.push(action);
  }

  /** The present call ends. */
  runSequels(nowMs: number): void {
    if (this.deferredCalls.length > 0) this.runAllSequels(nowMs);
  }

  private runAllSequels(nowMs: number): void {
    for (let i = 0; i < this.deferredCalls.length; i++) (this.deferredCalls[i] as (nowMs: number) => void)(nowMs);
    this.deferredCalls.length = 0;
  }

  /** Plans something rare, and the wake for it. */
  plan(atMs: number, action: (nowMs: number) => void): void {
    this.agenda.plan(atMs, action);
    this.wakeBy(atMs);
  }

  /** A wake has come; returns false if it is one that an earlier wish has made superfluous. */
  woken(nowMs: number): boolean {
    if (nowMs < this.nextWakeMs) return false;
    this.nextWakeMs = Number.POSITIVE_INFINITY;
    return true;
  }

  /** Asks for the wake that comes next. */
  wakeForNext(): void {
    const nextMs = Math.min(
      this.agenda.nextMs(),
      this.delayedProduces.earliestMs,
      this.delayedFetches.earliestMs,
      this.brokerQuestions.earliestMs,
      this.transactionCheckMs,
      this.newsDueMs,
      this.lagCheckMs,
      this.retentionCheckMs,
    );
    if (nextMs !== Number.POSITIVE_INFINITY) this.wakeBy(nextMs);
  }
}
