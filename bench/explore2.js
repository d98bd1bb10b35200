/**
 * explore2: how many histories per second `kafka-trial explore` tries with one worker, divided by how many it tries with two: 0.5 is
 * ideal on two idle cores. Only the second half of each run counts, because V8 compiles the same code in every worker, which takes
 * several seconds of processor time (docs/performance.md).
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { medianRatio } from './measuring.js';

const command = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url));
const SECONDS = 24;

export function explore2() {
  return medianRatio({
    rounds: 3,
    warmUp: 0,
    baseline: () => historiesPerSecond(2),
    ours: () => historiesPerSecond(1),
  });
}

/** From the lines of progress, which are printed every two seconds. */
async function historiesPerSecond(workers) {
  const args = ['--plan', 'none', '--time', `${SECONDS}s`, '--workers', String(workers)];
  const child = spawn(process.execPath, [command, 'explore', 'default-workload', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  const start = performance.now();
  const reached = [];
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
    const tried = Number([...text.matchAll(/^([\d,]+) histories tried/gm)].at(-1)?.[1].replaceAll(',', ''));
    const atSeconds = (performance.now() - start) / 1_000;
    if (tried > (reached.at(-1)?.tried ?? 0)) reached.push({ tried, atSeconds });
  });
  const status = await ended;
  if (status !== 0) throw new Error(`explore ended with ${status}: ${text}`);
  const half = reached.find(({ atSeconds }) => atSeconds >= SECONDS / 2);
  const last = reached.at(-1);
  if (half === undefined || half === last) throw new Error(`explore printed too few lines of progress: ${text}`);
  return (last.tried - half.tried) / (last.atSeconds - half.atSeconds);
}
