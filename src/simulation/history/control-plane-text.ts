/**
 * Renders a control plane, and the difference of two, as lines of text. Two control planes share what has not changed, so a
 * comparison visits only what has.
 */
import type { BrokerRegistration, ControlPlane, PartitionState, TopicState } from '../../broker/index.ts';
import { ranges } from '../../sim/number-ranges.ts';

/** Renders the brokers, then the topics in the order of creation. Partitions in the same state share a line. */
export function controlPlaneLines({ mode, controllerId, brokers, topics }: ControlPlane): readonly string[] {
  const states = brokers.map(({ node, ...is }) => `${node.host} (${brokerState(is)})`).join(', ');
  return [
    // In KRaft mode no broker is the controller.
    mode === 'zookeeper' ? `brokers: ${states}; controller ${controllerId}` : `brokers: ${states}`,
    ...topics.flatMap((topic) =>
      grouped(
        topic.name,
        topic.partitions.map(({ partition, ...state }) => [partition, partitionState(state)]),
      ),
    ),
  ];
}

/** Renders the differences, for example `payments-0: leader 1 -> 2, epoch 3 -> 4, isr [1,2,3] -> [2,3]`. Empty if there are none. */
export function controlPlaneDifference(before: ControlPlane, after: ControlPlane): readonly string[] {
  if (before === after) return [];
  return [
    ...(after.mode === 'zookeeper' ? move('controller', before.controllerId, after.controllerId) : []),
    ...move('next producer id block', before.nextProducerIdBlock, after.nextProducerIdBlock),
    ...after.brokers.flatMap((broker, i) => brokerDifference(before.brokers[i], broker)),
    ...(before.topics === after.topics ? [] : topicsDifference(before.topics, after.topics)),
  ];
}

function brokerDifference(before: BrokerRegistration | undefined, after: BrokerRegistration): readonly string[] {
  if (before === undefined || before === after) return [];
  return move(after.node.host, brokerState(before), brokerState(after));
}

function brokerState({ isUp, isRegistered }: Pick<BrokerRegistration, 'isUp' | 'isRegistered'>): string {
  if (isUp) return isRegistered ? 'up' : 'up, not registered';
  return isRegistered ? 'down, not noticed yet' : 'down';
}

function topicsDifference(before: readonly TopicState[], after: readonly TopicState[]): readonly string[] {
  const known = new Map(before.map((topic) => [topic.topicId, topic]));
  const lines = after.flatMap((topic) => {
    const earlier = known.get(topic.topicId);
    known.delete(topic.topicId);
    return earlier === topic ? [] : topicDifference(earlier, topic);
  });
  return [...Array.from(known.values(), ({ name }) => `${name}: deleted`), ...lines];
}

function topicDifference(before: TopicState | undefined, after: TopicState): readonly string[] {
  const { name, partitions, configs, isAnnounced } = after;
  if (before === undefined) {
    const count = partitions.length === 1 ? '1 partition' : `${partitions.length} partitions`;
    return [`${name}: created, ${count}, ${partitions[0]?.replicas.length ?? 0} replicas`];
  }
  const configMoves = [...new Set([...Object.keys(before.configs), ...Object.keys(configs)])].flatMap((key) =>
    move(`${name}: ${key}`, before.configs[key] ?? 'default', configs[key] ?? 'default'),
  );
  const moves = partitions.flatMap((state, i): [number, string][] => {
    const text = partitionDifference(before.partitions[i], state);
    return text === '' ? [] : [[state.partition, text]];
  });
  const announced = isAnnounced && !before.isAnnounced ? [`${name}: has its first leaders`] : [];
  return [...announced, ...configMoves, ...grouped(name, moves)];
}

function partitionDifference(before: PartitionState | undefined, after: PartitionState): string {
  if (before === after) return '';
  if (before === undefined) return `added: ${partitionState(after)}`;
  return [
    ...move('leader', leaderName(before.leader), leaderName(after.leader), ' '),
    ...move('epoch', before.leaderEpoch, after.leaderEpoch, ' '),
    ...move('isr', idList(before.isr), idList(after.isr), ' '),
    ...move('replicas', idList(before.replicas), idList(after.replicas), ' '),
  ].join(', ');
}

function partitionState({ leader, leaderEpoch, isr, replicas }: Omit<PartitionState, 'partition'>): string {
  return `leader ${leaderName(leader)}, epoch ${leaderEpoch}, isr ${idList(isr)}, replicas ${idList(replicas)}`;
}

function leaderName(leader: number): string {
  return leader < 0 ? 'none' : `${leader}`;
}

function idList(ids: readonly number[]): string {
  return `[${ids.join(',')}]`;
}

function move(what: string, before: string | number, after: string | number, separator = ': '): readonly string[] {
  return before === after ? [] : [`${what}${separator}${before} -> ${after}`];
}

/** Makes one line of partitions with the same text: internal topics have fifty partitions. */
function grouped(topic: string, texts: readonly (readonly [partition: number, text: string])[]): readonly string[] {
  const partitions = new Map<string, number[]>();
  for (const [partition, text] of texts) {
    const alike = partitions.get(text);
    if (alike === undefined) partitions.set(text, [partition]);
    else alike.push(partition);
  }
  return Array.from(partitions, ([text, alike]) => {
    const which = alike.length === 1 ? `${alike[0]}` : ranges(alike);
    return `${topic}-${which}: ${text}`;
  });
}
