/**
 * Tells one history on several hosts and compares: this Node, a context without Node's globals, and every other Node
 * whose path is given. `npm run determinism -- <path to another node>...`
 */
import { execFileSync } from 'node:child_process';

const nodes = [process.execPath, ...process.argv.slice(2)];
const results = nodes.flatMap((node) => {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  return [
    { host: `Node ${version}`, told: tell(node, 'run-here.js') },
    { host: `Node ${version}, none of its globals`, told: tell(node, '--experimental-vm-modules', 'run-bare.js') },
  ];
});
for (const { host, told } of results) console.log(`${told}  ${host}`);
const isSame = results.every(({ told }) => told === results[0].told);
console.log(isSame ? 'One history.' : 'These hosts tell different histories.');
process.exitCode = isSame ? 0 : 1;

function tell(node, ...args) {
  const options = { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const { events, fingerprint } = JSON.parse(execFileSync(node, ['--no-warnings', ...args], options));
  return `${events} events, ${fingerprint}`;
}
