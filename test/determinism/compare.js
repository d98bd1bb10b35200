/**
 * Runs one program on several hosts and compares the traces. The hosts are this Node, and every other Node whose path is given, each with
 * and without Node's globals. Then it does so with the flows of real clients, which need the globals. `npm run determinism -- <path to another node>...`
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
const clients = nodes.map((node) => run(node, '--import', 'tsx', 'real-clients.ts'));
const isSame = results.every(({ trace }) => trace === results[0].trace);
const differing = Object.keys(clients[0]).filter((flow) => clients.some((traces) => traces[flow] !== clients[0][flow]));
console.log(isSame ? 'All traces are equal.' : 'The traces differ.');
console.log(
  `${Object.keys(clients[0]).length} flows of real clients, with different traces: ${differing.join(', ') || 'none'}.`,
);
process.exitCode = isSame && differing.length === 0 ? 0 : 1;

function traceOn(node, ...args) {
  const { events, fingerprint } = run(node, ...args);
  return `${events} events, ${fingerprint}`;
}

function run(node, ...args) {
  const options = { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  return JSON.parse(execFileSync(node, ['--no-warnings', ...args], options));
}
