/**
 * The assignors of Kafka, by the names that partition.assignment.strategy gives them.
 */
import { KafkaException } from '../../../protocol/errors/exceptions.ts';
import type { PartitionAssignor, RebalanceProtocol } from './partition-assignor.ts';
import { rangeAssignor } from './range.ts';
import { roundRobinAssignor } from './round-robin.ts';
import { CooperativeStickyAssignor, StickyAssignor } from './sticky.ts';

const PACKAGE = 'org.apache.kafka.clients.consumer.';

const ASSIGNORS: Readonly<Record<string, () => PartitionAssignor>> = {
  RangeAssignor: rangeAssignor,
  RoundRobinAssignor: roundRobinAssignor,
  StickyAssignor: () => new StickyAssignor(),
  CooperativeStickyAssignor: () => new CooperativeStickyAssignor(),
};

/** @throws KafkaException for a name that is not one of Kafka's assignors */
export function assignorsNamed(names: readonly unknown[]): PartitionAssignor[] {
  return names.map((name) => {
    const short = String(name).replace(PACKAGE, '');
    const assignor = Object.hasOwn(ASSIGNORS, short) ? ASSIGNORS[short]?.() : undefined;
    if (assignor !== undefined) return assignor;
    const known = Object.keys(ASSIGNORS).map((one) => PACKAGE + one);
    throw new KafkaException(`${String(name)} is not an assignor that there is here. There are ${known.join(', ')}.`);
  });
}

/** The highest protocol that all assignors support (ConsumerCoordinator). @throws KafkaException if they have none in common */
export function commonProtocol(assignors: readonly PartitionAssignor[]): RebalanceProtocol {
  const supported = (['COOPERATIVE', 'EAGER'] as const).find((protocol) =>
    assignors.every(({ supportedProtocols }) => supportedProtocols.includes(protocol)),
  );
  if (supported === undefined) {
    throw new KafkaException('Specified assignors do not have commonly supported rebalance protocol');
  }
  return supported;
}
