/** The usage of `kafka-trial list`. */
import { type CommandUsage, JSON_OUTPUT } from './command-usage.ts';

export const LIST: CommandUsage<{ json: boolean }> = {
  name: 'list',
  takes: '[--json]',
  summary: 'prints the built-in scenarios',
  description: ['Prints the name and the title of each built-in scenario.'],
  options: { json: JSON_OUTPUT },
  examples: [['list', 'Print all scenarios']],
};
