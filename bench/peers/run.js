/**
 * `node bench/peers/run.js`: installs other clusters for tests into bench/peers/.installed, runs the same sends against each and against
 * kafka-trial, and prints one table, with what each of them does not do. A peer whose tools are missing is skipped. Build first.
 *
 * It is not a part of the tests: it needs a network, gcc with librdkafka-dev, Go, and a JDK with Maven. `-- NAME...` runs only these.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const installed = `${here}.installed`;
const ROUNDS = 2;

const PEERS = [
  {
    name: 'kafka-trial',
    run: ['node', 'ours.js'],
    lacks: 'bytes and real time (kafka-trial serve does); what docs/limitations.md lists',
  },
  {
    name: "librdkafka's mock cluster",
    install: [['gcc', '-O2', '-o', `${installed}/librdkafka`, 'librdkafka.c', '-lrdkafka']],
    run: [`${installed}/librdkafka`],
    lacks: 'replicas (acks is ignored), idempotence at the broker, one lost response, virtual time, the same run twice',
  },
  {
    name: 'kfake with franz-go',
    install: [
      ['go', 'mod', 'init', 'peers'],
      ['go', 'get', 'github.com/twmb/franz-go/pkg/kfake@latest', 'github.com/twmb/franz-go@latest'],
      ['go', 'mod', 'tidy'],
      ['go', 'build', '-o', 'kfake', '.'],
    ],
    copy: 'kfake',
    run: [`${installed}/kfake/kfake`],
    lacks:
      'replication, elections by themselves, lost responses on a virtual clock, reproducible runs, the Java client',
  },
  {
    name: 'MockProducer',
    install: [
      ['mvn', '-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${installed}/java`],
      ['javac', '-cp', `${installed}/java/*`, '-d', `${installed}/java`, 'MockSends.java'],
    ],
    run: ['java', '-cp', `${installed}/java:${installed}/java/*`, 'MockSends'],
    lacks: 'brokers, requests, batches, retries and timeouts: a send is an entry in a list',
  },
  {
    name: 'kafkajs against kafka-trial serve',
    run: ['node', 'kafkajs-serve.js'],
    lacks: 'virtual time: it is real time over TCP',
  },
];

const chosen = process.argv.slice(2).filter((arg) => arg !== '--');
console.log('| Cluster | Version | Awaited sends/s | Records/s in bulk | What it does not do |');
console.log('| --- | --- | ---: | ---: | --- |');
for (const peer of PEERS) {
  if (chosen.length > 0 && !chosen.some((name) => peer.name.includes(name))) continue;
  const problem = install(peer);
  const row = problem === undefined ? resultOf(peer) : [peer.name, '', `skipped: ${problem}`, '', ''];
  console.log(`| ${row.join(' | ')} |`);
}

/** Undefined if the peer is ready, else why it is not. */
function install({ install: commands = [], copy }) {
  mkdirSync(installed, { recursive: true });
  if (copy !== undefined) cpSync(`${here}${copy}`, `${installed}/${copy}`, { recursive: true });
  const cwd = copy === undefined ? here : `${installed}/${copy}`;
  for (const [command, ...args] of commands) {
    const { status, error, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
    if (error?.code === 'ENOENT') return `${command} is not installed`;
    // The module exists already if this has run before.
    if (status !== 0 && !/already exists/.test(stderr)) return `${command} ${args[0]} failed: ${lastLine(stderr)}`;
  }
  return undefined;
}

/** The best of some rounds: other processes can only make a round slower. */
function resultOf({ name, run: [command, ...args], lacks }) {
  let [version, awaited, bulk] = ['', 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: here, encoding: 'utf8' });
    if (error?.code === 'ENOENT') return [name, '', `skipped: ${command} is not installed`, '', lacks];
    if (status !== 0) return [name, '', `failed: ${lastLine(stderr)}`, '', lacks];
    const result = JSON.parse(stdout);
    version = result.version;
    awaited = Math.max(awaited, result.awaited);
    bulk = Math.max(bulk, result.bulk);
  }
  return [name, version, rounded(awaited), rounded(bulk), lacks];
}

function rounded(perSecond) {
  return Number(perSecond.toPrecision(2)).toLocaleString('en');
}

function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? '';
}
