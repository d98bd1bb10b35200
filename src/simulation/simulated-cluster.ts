/** The methods of a simulation that change its cluster or show it. */
import type { ClusterSnapshot, CommittedOffset, TopicOptions } from '../broker/index.ts';
import { methodOf } from '../checks/call-sites.ts';
import type { Trial } from './checking/trial.ts';
import { onCall } from './own-errors.ts';
import type { SimulationParts } from './parts.ts';
import { checkNewTopic, TopicView } from './topic-view.ts';

export abstract class SimulatedCluster {
  /** @internal */
  abstract readonly trial: Trial;
  /** @internal */
  readonly parts: SimulationParts;

  constructor(parts: SimulationParts) {
    this.parts = parts;
  }

  /**
   * Stops a broker at once. Its connections break; its log survives.
   *
   * @param broker an id or a name, such as `broker-1`
   * @throws SimulationError of kind 'misuse' if there is no such broker
   */
  crash(broker: string | number): void {
    this.parts.control.crash(broker);
  }

  /**
   * Starts a stopped broker again. After a crash it serves once its earlier session has ended: broker.session.timeout.ms after the crash
   * or some seconds later, in ZooKeeper mode zookeeper.session.timeout.ms. After `shutdown` it serves at once.
   *
   * @throws SimulationError as `crash` does
   */
  restart(broker: string | number): void {
    this.parts.control.restart(broker);
  }

  /**
   * Shuts a broker down cleanly: other brokers take over its leaderships first.
   *
   * @throws SimulationError as `crash` does
   */
  shutdown(broker: string | number): void {
    this.parts.control.shutdown(broker);
  }

  /**
   * Creates a topic at once, without a client. The options default to those of the brokers.
   *
   * @throws IllegalArgumentException for an unknown option, and with Kafka's message if the topic cannot be created
   */
  createTopic(name: string, options: TopicOptions = {}): TopicView {
    onCall(methodOf(this, 'createTopic'), () => {
      checkNewTopic(name, options);
      this.parts.brokers.apply((cluster, nowMs) => cluster.createTopic(name, options, nowMs));
    });
    return this.topic(name);
  }

  /** Returns a view of the records that consumers can read from a topic. The topic need not exist yet. */
  topic(name: string): TopicView {
    return onCall(methodOf(this, 'topic'), () => new TopicView(name, this.parts.cluster, this.trial));
  }

  /** Returns the offsets that transactions have committed for a consumer group, in the order of their first commit. */
  committedOffsets(groupId: string): CommittedOffset[] {
    return this.parts.cluster.committedOffsets(groupId);
  }

  /** Returns the current state of the cluster. It is immutable, and shares its parts with other snapshots. */
  snapshot(): ClusterSnapshot {
    return this.parts.cluster.snapshot();
  }
}
