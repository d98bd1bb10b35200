/** The fault word `restart`. */
import { BROKER } from '../definition/fields.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { RepairWord } from '../environment/environment-word.ts';

export interface Restart {
  readonly do: 'restart';
  readonly broker: number;
}

/** The broker starts, whatever has stopped it. After a crash it serves once the session of its predecessor has ended. */
export const restart: RepairWord<Restart, [broker: BrokerName]> = {
  target: 'environment',
  isRepair: true,
  fields: { broker: BROKER },
  describe: ({ broker }) => `restart broker ${broker}`,
  fromCall: (idOf, broker) => ({ broker: idOf(broker) }),
  // A broker may also have been stopped without a fault (`sim.crash`).
  start: ({ broker }, { control }) => control.restart(broker),
};
