/** Notices what changes in the cluster: brokers, leaders, epochs, logs and high watermarks. */
import type { Cluster, ClusterSnapshot } from '../../../src/broker/index.ts';
import type { BatchEntry } from '../../../src/simulation/checking/record-log.ts';
import { ReplicationTrace } from '../../../src/simulation/hosts/replication-trace.ts';
import type { Simulation } from '../../../src/simulation/simulation.ts';
import type { BrokerPart, Cell, ReplicaPart } from '../history/step.ts';
import { labelOf } from './record-label.ts';
import { plainFacts, type Recorder } from './recorder.ts';

type Replica = ReturnType<Cluster['replicas']> extends Iterable<infer One> ? One : never;
type Broker = ClusterSnapshot['brokers'][number];

/** The end of a log that the picture shows. */
const CELLS = 10;

export class ClusterTap {
  private readonly sim: Simulation;
  private readonly recorder: Recorder;
  private readonly seen = new Map<Replica, ReplicaPart>();
  private brokers: unknown = null;
  private controllerId: number | null = null;
  private version = -1;
  /** The lowest offset of each record that a log contains, by the values of its batch, to recognise copies. */
  private readonly firstOffsets = new Map<string, Map<unknown, number>>();

  constructor(sim: Simulation, recorder: Recorder) {
    this.sim = sim;
    this.recorder = recorder;
    const { cluster, brokers } = sim.parts;
    // If the trace shows replication, its lines are steps already.
    brokers.replicationTrace ??= new ReplicationTrace(cluster, (broker, event, facts) => {
      const plain = plainFacts(facts);
      if (String(plain.partition).startsWith('__')) return;
      recorder.traced(broker, event, plain);
    });
    recorder.watch(() => this.report());
  }

  /** The epoch of the leader of a partition, as the controller knows it; -1: there is no such partition. */
  epochOf(topic: string, partition: number): number {
    const { topics } = this.sim.parts.cluster.controlPlane;
    return topics.find(({ name }) => name === topic)?.partitions[partition]?.leaderEpoch ?? -1;
  }

  private report(): void {
    const { cluster, brokers } = this.sim.parts;
    if (brokers.version === this.version) return;
    this.version = brokers.version;
    const plane = cluster.controlPlane;
    if (plane.brokers !== this.brokers || plane.controllerId !== this.controllerId) {
      this.brokers = plane.brokers;
      this.controllerId = plane.controllerId;
      for (const broker of plane.brokers)
        this.recorder.change(`broker ${broker.node.id}`, brokerPart(broker, plane.controllerId));
    }
    for (const replica of cluster.replicas()) {
      if (replica.topic.startsWith('__')) continue;
      this.reportReplica(replica);
    }
  }

  private reportReplica(replica: Replica): void {
    const before = this.seen.get(replica);
    const { log, name, brokerId } = replica;
    const isUp = this.sim.parts.cluster.isUp(brokerId);
    const role = replica.isOffline || !isUp ? 'offline' : replica.isLeader ? 'leader' : 'follower';
    const [topic, partition] = [replica.topic, replica.partition];
    const state = this.sim.parts.cluster.topics.find((one) => one.name === topic)?.partitions[partition];
    const isInSync = state?.isr.includes(brokerId) === true;
    const { startOffset, endOffset, highWatermark } = log;
    const epoch = replica.leaderEpoch;
    if (
      before?.role === role &&
      before.isInSync === isInSync &&
      before.epoch === epoch &&
      before.startOffset === startOffset &&
      before.endOffset === endOffset &&
      before.highWatermark === highWatermark
    )
      return;
    const hasSameLog = before?.endOffset === endOffset && before.startOffset === startOffset && before.epoch === epoch;
    const cells = hasSameLog ? before.cells : this.cellsOf(replica);
    const part: ReplicaPart = {
      kind: 'replica',
      partition: name,
      broker: brokerId,
      role,
      isInSync,
      epoch,
      startOffset,
      endOffset,
      highWatermark,
      cells,
    };
    this.seen.set(replica, part);
    this.recorder.change(`replica ${name} ${brokerId}`, part);
  }

  private cellsOf({ log, name, brokerId }: Replica): readonly Cell[] {
    const from = Math.max(log.earliestKeptOffset, log.endOffset - CELLS);
    const firsts = this.firstOffsets.get(`${name} ${brokerId}`) ?? new Map<unknown, number>();
    this.firstOffsets.set(`${name} ${brokerId}`, firsts);
    const cells: Cell[] = [];
    for (const { baseOffset, batch, partitionLeaderEpoch } of log.read(
      from,
      log.endOffset,
      Number.POSITIVE_INFINITY,
      true,
    )) {
      const entry = this.sim.trial.batchOf(batch.values) as BatchEntry | undefined;
      if (!((firsts.get(batch.values) ?? Number.POSITIVE_INFINITY) <= baseOffset)) firsts.set(batch.values, baseOffset);
      for (let row = 0; row < batch.recordCount; row++) {
        if (baseOffset + row < from) continue;
        const record = entry?.records[row];
        cells.push({
          offset: baseOffset + row,
          label: batch.control ?? (record === undefined ? '·' : labelOf(record)),
          client: record?.producer ?? '',
          epoch: partitionLeaderEpoch,
          isCopy: batch.control === undefined && firsts.get(batch.values) !== baseOffset,
        });
      }
    }
    return cells;
  }
}

function brokerPart({ node, isUp, isRegistered }: Broker, controllerId: number): BrokerPart {
  const state = isUp ? (isRegistered ? 'up' : 'starting') : isRegistered ? 'down, not noticed yet' : 'down';
  return { kind: 'broker', id: node.id, name: node.host, state, isController: node.id === controllerId };
}
