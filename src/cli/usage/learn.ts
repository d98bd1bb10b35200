/** The usage of `kafka-trial learn`. */
import type { CommandUsage, OptionValues } from './command-usage.ts';

interface Values extends OptionValues {
  readonly start: string;
  readonly check: string;
}

export const LEARN: CommandUsage<Values> = {
  name: 'learn',
  takes: '[chapter] [options]',
  summary: 'teaches how records are sent, step by step',
  description: [
    'Without a chapter: lists the chapters of the course. With the number of a chapter: leads through it, step by step: its goal,',
    'a question to answer before you look, a program and what it prints, what surprises, and an exercise.',
    'Enter shows the next step. Without a terminal, everything is printed at once. The chapters are also in docs/course/.',
  ],
  options: {
    start: { type: 'string', value: 'FILE', text: 'write the file to begin the exercise with; it must not exist yet' },
    check: {
      type: 'string',
      value: 'FILE',
      text: 'run your solution of the exercise in the simulation, and say what is wrong with it',
    },
  },
  examples: [
    ['learn', 'List the chapters'],
    ['learn 4', 'Begin with chapter 4'],
    ['learn 4 --start my.ts', 'Begin its exercise'],
    ['learn 4 --check my.ts', 'Check your solution'],
  ],
};
