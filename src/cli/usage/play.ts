/** The usage of `kafka-trial play`. */
import { type CommandUsage, type OptionValues, SEED } from './command-usage.ts';

interface Values extends OptionValues {
  readonly port: string;
  readonly seed: string;
}

export const PLAY: CommandUsage<Values> = {
  name: 'play',
  takes: '[scenario] [options]',
  summary: 'serves a page that shows what happens inside a producer and its cluster',
  description: [
    'Serves the playground, a page that runs scenarios and shows what happens inside a producer and its cluster.',
    'It opens with three ways to send, side by side, or with the scenario that is named. Ctrl-C ends it.',
    'Only this machine can open the page, and the page needs no network.',
  ],
  options: {
    port: {
      type: 'string',
      value: 'N',
      text: 'port of the page; 0: any free one (default 9100, or the next free one)',
    },
    seed: SEED,
  },
  examples: [
    ['play', 'Serve the page, and open the address that is printed'],
    ['play lost-ack --seed 7', 'Open it with a scenario'],
  ],
};
