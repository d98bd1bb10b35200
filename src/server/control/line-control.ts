/** The control by lines of text, such as those of stdin: a command and its argument, answered with a line of JSON. */
import type { ClusterServer } from '../tcp/cluster-server.ts';
import { COMMANDS, runCommand } from './commands.ts';
import { ControlError } from './control-error.ts';

/** Reads lines until the input ends, or a line is `quit`. Returns whether it was. */
export async function controlByLines(
  server: ClusterServer,
  lines: AsyncIterable<string>,
  write: (text: string) => void,
): Promise<boolean> {
  for await (const line of lines) {
    const text = line.trim();
    if (text === 'quit') return true;
    if (text !== '') write(`${answerTo(server, text)}\n`);
  }
  return false;
}

function answerTo(server: ClusterServer, text: string): string {
  const [name = ''] = text.split(/\s/, 1);
  if (name === 'help') return helpText();
  try {
    return JSON.stringify(runCommand(server, name, text.slice(name.length).trim()));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return JSON.stringify({ error: error.message });
  }
}

function helpText(): string {
  const rows = Object.entries(COMMANDS).map(([name, { takes, text }]) => [`${name} ${takes}`.trim(), text] as const);
  const all = [...rows, ['help', 'this list'], ['quit', 'end']] as const;
  const width = Math.max(...all.map(([command]) => command.length));
  return all.map(([command, text]) => `${command.padEnd(width)}  ${text}`).join('\n');
}
