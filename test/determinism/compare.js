/**
 * Runs one program on several hosts and compares the traces. The hosts are this Node, and every other Node whose path is given, each with
 * and without Node's globals. `npm run determinism -- <path to another node>...`
 */
import { execFileSync } from 'node:child_process';

const nodes = [process.execPath, ...process.argv.slice(2)];
const results = nodes.flatMap((node) => {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  return [
    { host: `Node ${version}`, trace: traceOn(node, 'run-here.js') },
    { host: `Node ${version}, without its globals`, trace: traceOn(node, '--experimental-vm-modules', 'run-bare.js') },
  ];
});
for (const { host, trace } of results) console.log(`${trace}  ${host}`);
const isSame = results.every(({ trace }) => trace === results[0].trace);
console.log(isSame ? 'All traces are equal.' : 'The traces differ.');
process.exitCode = isSame ? 0 : 1;

function traceOn(node, ...args) {
  const options = { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const { events, fingerprint } = JSON.parse(execFileSync(node, ['--no-warnings', ...args], options));
  return `${events} events, ${fingerprint}`;
}
