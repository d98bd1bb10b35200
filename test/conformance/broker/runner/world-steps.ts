/**
 * The steps that do something to brokers or wait for something, and have no answer.
 */

import type { PartitionMetadata } from '../../../../src/protocol/messages.ts';
import { sortedNumbers } from './apis/api-format.ts';
import { NotReached } from './connections.ts';
import { type Fields, number, numbers, ScenarioMistake, text } from './json.ts';
import { settleTransaction } from './settle-transaction.ts';
import type { World } from './world.ts';

/** How long a cluster may take for what a step waits for. */
const PATIENCE_MS = 60_000;
const POLL_MS = 50;
/** After every broker has learned of a change, it is given time to act on it. */
const SETTLE_MS = 300;

/** @throws ScenarioMistake, NotReached */
export function playWorldStep(world: World, step: Fields): void {
  const { cluster, connections, targets } = world;
  const kind = text(step, 'world');
  const play = Object.hasOwn(STEPS, kind) ? STEPS[kind] : undefined;
  if (play !== undefined) {
    play(world, step);
    return;
  }
  if (!['stop', 'kill', 'start', 'pause', 'resume'].includes(kind)) {
    throw new ScenarioMistake(`no step is called ${JSON.stringify(kind)}`);
  }
  const broker = targets.brokerOf(step.broker);
  cluster[kind as 'stop' | 'kill' | 'start' | 'pause' | 'resume'](broker);
  if (kind === 'stop' || kind === 'kill') connections.drop(broker);
}

const STEPS: Readonly<Record<string, (world: World, step: Fields) => void>> = {
  wait: ({ cluster }, step) => cluster.advance(number(step, 'ms')),
  startAll: ({ cluster }) => cluster.startAll(),
  settle: (world, step) => settleTransaction(world, step),
  waitIsr: (world, step) => {
    const wanted = String(sortedNumbers(numbers('isr', step.isr)));
    untilKnown(world, step, ({ isr }) => String(sortedNumbers(isr)) === wanted);
  },
  waitLeader: (world, step) => {
    const wanted = number(step, 'leader');
    untilKnown(world, step, ({ leader }) => leader === wanted);
  },
  moveLeader: (world, step) => {
    const { cluster, targets } = world;
    const [topic, partition, to] = [text(step, 'topic'), number(step, 'partition', 0), number(step, 'to')];
    const { replicas } = targets.partitionAt(targets.anyBroker(), topic, partition);
    cluster.moveLeader(topic, partition, [to, ...replicas.filter((id) => id !== to)]);
    untilKnown(world, step, ({ leader }) => leader === to);
  },
};

/** Waits until the metadata of every live broker says so. */
function untilKnown({ cluster, targets }: World, step: Fields, holds: (partition: PartitionMetadata) => boolean): void {
  const [topic, partition] = [text(step, 'topic'), number(step, 'partition', 0)];
  const deadlineMs = cluster.now() + PATIENCE_MS;
  for (const id of cluster.brokerIds) {
    if (!cluster.isUp(id)) continue;
    for (;;) {
      const known = targets.partitionAt(id, topic, partition);
      if (holds(known)) break;
      if (cluster.now() > deadlineMs) {
        const { leader, isr } = known;
        throw new NotReached(
          `after ${PATIENCE_MS} ms broker ${id} still says: leader ${leader}, isr [${isr.join(', ')}]`,
        );
      }
      cluster.advance(POLL_MS);
    }
  }
  cluster.advance(number(step, 'settleMs', SETTLE_MS));
}
