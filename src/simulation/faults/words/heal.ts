/** The fault word `heal`. */
import type { RepairWord } from '../environment/environment-word.ts';

export interface Heal {
  readonly do: 'heal';
}

/** Ends all partitions, one-way partitions and slow links. */
export const heal: RepairWord<Heal, []> = {
  target: 'environment',
  isRepair: true,
  fields: {},
  describe: () => 'heal the network',
  fromCall: () => ({}),
};
