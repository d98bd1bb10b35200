/** start: the time from the start of a process to its first acknowledged record, divided by that of `node -e 0`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { medianRatio, timed } from './measuring.js';

const program = fileURLToPath(new URL('./first-record.js', import.meta.url));

export function start() {
  return medianRatio({
    rounds: 15,
    warmUp: 3,
    baseline: () => timed(() => run(['-e', '0'])),
    ours: () => timed(() => run([program])),
  });
}

function run(args) {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
}
