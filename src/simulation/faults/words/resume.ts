/** The fault word `resume`. */
import { BROKER } from '../definition/fields.ts';
import type { BrokerName } from '../definition/hosts.ts';
import type { RepairWord } from '../environment/environment-word.ts';

export interface Resume {
  readonly do: 'resume';
  readonly broker: number;
}

/** Ends all pauses of the broker. */
export const resume: RepairWord<Resume, [broker: BrokerName]> = {
  target: 'environment',
  isRepair: true,
  fields: { broker: BROKER },
  describe: ({ broker }) => `resume broker ${broker}`,
  fromCall: (idOf, broker) => ({ broker: idOf(broker) }),
};
