/** The fault word `startController`. */
import type { RepairWord } from '../environment/environment-word.ts';

export interface StartController {
  readonly do: 'startController';
}

/**
 * The cluster has a controller again, whichever fault has stopped it. The sessions of all brokers start again from now.
 */
export const startController: RepairWord<StartController, []> = {
  target: 'environment',
  isRepair: true,
  fields: {},
  describe: () => 'start the controller',
  fromCall: () => ({}),
};
