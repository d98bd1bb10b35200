/**
 * The assignors of Kafka, by the names that partition.assignment.strategy gives them.
 */
import { ClassNotFoundException } from '../../../client/java/java-errors.ts';
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

/** @throws KafkaException for a name that is not one of Kafka's assignors, and for one that is given twice */
export function assignorsNamed(names: readonly unknown[]): PartitionAssignor[] {
  const classes = new Map<string, string>();
  return names.map((given) => {
    const className = String(given);
    const assignor = assignorNamed(className);
    const other = classes.get(assignor.name);
    if (other !== undefined) {
      const both = `${other}, ${className}`;
      throw new KafkaException(`The assignor name: '${assignor.name}' is used in more than one assignor: ${both}`);
    }
    classes.set(assignor.name, className);
    return assignor;
  });
}

function assignorNamed(className: string): PartitionAssignor {
  const short = className.startsWith(PACKAGE) ? className.slice(PACKAGE.length) : '';
  const assignor = Object.hasOwn(ASSIGNORS, short) ? ASSIGNORS[short]?.() : undefined;
  if (assignor !== undefined) return assignor;
  // A class in a package may exist in Java, but not here. One without a package hardly exists there either.
  if (!className.includes('.')) {
    const cause = new ClassNotFoundException(className);
    throw new KafkaException(`${className} ClassNotFoundException exception occurred`, { cause });
  }
  const known = Object.keys(ASSIGNORS).map((one) => PACKAGE + one);
  throw new KafkaException(`${className} is not an assignor that there is here. There are ${known.join(', ')}.`);
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
