/** The fault word `failDisk`. */
import { BROKER } from '../definition/fields.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { DisruptionWord } from '../environment/environment-word.ts';
import type { Crash } from './crash.ts';

export interface FailDisk {
  readonly do: 'failDisk';
  readonly broker: number;
}

/**
 * The broker's disk fails or is full, which Kafka treats alike: it halts, as in a crash. A broker with several `log.dirs` goes on
 * without the logs that it has (KAFKA_STORAGE_ERROR); in ZooKeeper mode other brokers lead. The logs are lost; after a restart the
 * broker has an empty disk. Cannot be undone otherwise.
 */
export const failDisk: DisruptionWord<FailDisk, [broker: BrokerName], FailDisk | Crash> = {
  target: 'environment',
  isRepair: false,
  fields: { broker: BROKER },
  describe: ({ broker }) => `fail the disk of broker ${broker}`,
  fromCall: (idOf, broker) => ({ broker: idOf(broker) }),
  start: ({ broker }, { control }) => {
    control.failDisk(broker);
    return undefined;
  },
  random: {
    order: 20,
    weight: 1,
    isDrawnOnce: true,
    losesAcknowledgedRecords: true,
    // The crash stands for the exchange of the disk.
    draw: ({ random, shape, broker, span: { atMs, forMs, optional } }) => [
      { do: 'failDisk', broker, atMs, optional },
      { do: 'crash', broker, atMs: atMs + forMs, forMs: random.between(1, shape.longestMs), optional },
    ],
  },
};
