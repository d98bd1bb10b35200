/** The text of `kafka-trial --help`. */
import { type AnyCommand, columns } from './command-usage.ts';
import { CONSUME, PRODUCE } from './console.ts';
import { EXPLAIN } from './explain.ts';
import { EXPLORE, MERGE, REPLAY } from './explore.ts';
import { LEARN } from './learn.ts';
import { LIST } from './list.ts';
import { PLAY } from './play.ts';
import { RUN } from './run.ts';
import { SERVE } from './serve.ts';
import { UPGRADE } from './upgrade.ts';

/** In the order of the overview. */
export const COMMAND_USAGES: readonly AnyCommand[] = [
  LIST,
  RUN,
  EXPLAIN,
  LEARN,
  PLAY,
  PRODUCE,
  CONSUME,
  SERVE,
  EXPLORE,
  REPLAY,
  MERGE,
  UPGRADE,
];

export function overview(): string {
  return [
    'kafka-trial: a deterministic Kafka cluster in this process, on a virtual clock, for testing code that uses a producer.',
    '',
    'Usage: kafka-trial <command> [options]',
    '',
    'Commands:',
    ...columns(COMMAND_USAGES.map(({ name, summary }) => [name, summary] as const)),
    '',
    'kafka-trial <command> --help describes a command and its options. kafka-trial --version prints the version.',
    '',
    'Try: npx kafka-trial run three-ways',
    '',
    'Exit codes: 0 passed; 1 a scenario, a record or a guarantee failed; 2 usage error; 130 interrupted with Ctrl-C.',
    '',
  ].join('\n');
}
