/**
 * The entry point of `npm run conformance`.
 */
import { fileURLToPath } from 'node:url';
import { conformance } from './runner/command.ts';

const CLEAR_LINE = '\r\u001b[K';

process.exitCode = await conformance(process.argv.slice(2), {
  defaultPath: fileURLToPath(new URL('golden', import.meta.url)),
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
  showProgress: (text) => {
    if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE + text);
  },
});
