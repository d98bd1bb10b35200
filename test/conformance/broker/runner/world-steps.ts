/**
 * The steps without an answer: they stop and start brokers, move leaders, or wait for a state of the cluster.
 */

import type { PartitionMetadata } from '../../../../src/protocol/messages.ts';
import { sortedNumbers } from './apis/api-format.ts';
import { NotReached } from './connections.ts';
import { type Fields, InvalidScenarioError, number, numbers, text } from './json.ts';
import { settleTransaction } from './settle-transaction.ts';
import type { StepContext } from './step-context.ts';

/** How long a step waits for a state of the cluster. */
const TIMEOUT_MS = 60_000;
const POLL_MS = 50;
/** Time for the brokers to act on a change, after all of them have learned of it. */
const SETTLE_MS = 300;

/** @throws InvalidScenarioError, NotReached */
export function playWorldStep(context: StepContext, step: Fields): void {
  const { cluster, connections, targets } = context;
  const kind = text(step, 'world');
  const play = Object.hasOwn(STEPS, kind) ? STEPS[kind] : undefined;
  if (play !== undefined) {
    play(context, step);
    return;
  }
  if (!['stop', 'kill', 'start', 'pause', 'resume'].includes(kind)) {
    throw new InvalidScenarioError(`${JSON.stringify(kind)} is not the name of a step`);
  }
  const broker = targets.brokerOf(step.broker);
  cluster[kind as 'stop' | 'kill' | 'start' | 'pause' | 'resume'](broker);
  if (kind === 'stop' || kind === 'kill') connections.drop(broker);
}

const STEPS: Readonly<Record<string, (context: StepContext, step: Fields) => void>> = {
  wait: ({ cluster }, step) => cluster.advance(number(step, 'ms')),
  startAll: ({ cluster }) => cluster.startAll(),
  settle: (context, step) => settleTransaction(context, step),
  waitIsr: (context, step) => {
    const wanted = String(sortedNumbers(numbers('isr', step.isr)));
    untilKnown(context, step, ({ isr }) => String(sortedNumbers(isr)) === wanted);
  },
  waitLeader: (context, step) => {
    const wanted = number(step, 'leader');
    untilKnown(context, step, ({ leader }) => leader === wanted);
  },
  moveLeader,
};

/** The broker becomes the preferred leader and is elected, by requests to the controller like those of an administrator. */
function moveLeader(context: StepContext, step: Fields): void {
  const { cluster, connections, targets } = context;
  const [topic, partition, to] = [text(step, 'topic'), number(step, 'partition', 0), number(step, 'to')];
  const before = targets.partitionAt(targets.anyBroker(), topic, partition);
  const replicas = [to, ...before.replicas.filter((id) => id !== to)];
  const partitions = [{ topic, partition, replicas }];
  connections.ask(targets.controller(), { api: 'AlterPartitionReassignments', timeoutMs: 20_000, partitions }, 0);
  cluster.advance(SETTLE_MS);
  const election = { api: 'ElectLeaders', electionType: 'PREFERRED', timeoutMs: 20_000, partitions } as const;
  connections.ask(targets.controller(), election, 2);
  untilKnown(context, step, ({ leader }) => leader === to);
}

/** Waits until `holds` is true for the metadata of every live broker. */
function untilKnown(
  { cluster, targets }: StepContext,
  step: Fields,
  holds: (partition: PartitionMetadata) => boolean,
): void {
  const [topic, partition] = [text(step, 'topic'), number(step, 'partition', 0)];
  const deadlineMs = cluster.now() + TIMEOUT_MS;
  for (const id of cluster.brokerIds) {
    if (!cluster.isUp(id)) continue;
    for (;;) {
      const known = targets.partitionAt(id, topic, partition);
      if (holds(known)) break;
      if (cluster.now() > deadlineMs) {
        const { leader, isr } = known;
        throw new NotReached(
          `after ${TIMEOUT_MS} ms the metadata of broker ${id} is: leader ${leader}, isr [${isr.join(', ')}]`,
        );
      }
      cluster.advance(POLL_MS);
    }
  }
  cluster.advance(number(step, 'settleMs', SETTLE_MS));
}
