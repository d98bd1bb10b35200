/**
 * `node bench/profile.js`: where a send, a record in bulk, a history and a start spend their time, by folder of src/, and a flame graph
 * of each in docs/pictures/. `node bench/profile.js send` profiles one of them. Build first.
 *
 * Each runs in a process of its own under V8's sampling profiler. The functions of the joined files in dist/ are traced back to their
 * sources by the source maps.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findSourceMap, SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flameGraph } from './flame-graph.js';

const WORKLOADS = {
  send: { title: 'An awaited send', args: ['profiled.js', 'send'] },
  record: { title: 'A record, 50,000 between two flushes', args: ['profiled.js', 'record'] },
  history: { title: 'A history of ten records, with faults and all guarantees', args: ['profiled.js', 'history'] },
  start: {
    title: 'A process from its start to its first acknowledged record',
    args: ['first-record.js'],
    intervalUs: 100,
  },
};
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../', import.meta.url));

const maps = new Map();
function sourceMapOf(url) {
  if (!maps.has(url)) {
    let map;
    try {
      const path = url.startsWith('file:') ? fileURLToPath(url) : url;
      // The core has the same lines as a script and as a module.
      map = new SourceMap(JSON.parse(readFileSync(`${path.replace(/\.cjs$/, '.js')}.map`, 'utf8')));
    } catch {
      map = findSourceMap(url);
    }
    maps.set(url, map);
  }
  return maps.get(url);
}

/** The folder of src/ that a function is in, or what else it is. */
function roomOf({ functionName, url, lineNumber, columnNumber }) {
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (url === '') return functionName === '(idle)' ? 'idle' : 'V8';
  if (url.startsWith('node:')) return 'Node';
  if (url.includes('/bench/')) return 'the measured program';
  const path = sourceMapOf(url)?.findEntry(lineNumber, columnNumber)?.originalSource ?? url;
  const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path);
  if (dependency) return 'dependencies';
  return /\/?src\/([\w-]+)\//.exec(path)?.[1] ?? 'other';
}

function profileOf({ args: [program, ...args], intervalUs = 250 }) {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-trial-'));
  const flags = ['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-interval', String(intervalUs)];
  const { status, stderr } = spawnSync(process.execPath, [...flags, join(here, program), ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  const profile = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]), 'utf8'));
  rmSync(folder, { recursive: true });
  return profile;
}

/** The tree of calls, with the time of each in microseconds: { name, room, self, total, children: Map }. */
function treeOf({ nodes, samples, timeDeltas }) {
  const selfTime = new Map();
  for (const [index, id] of samples.entries()) selfTime.set(id, (selfTime.get(id) ?? 0) + timeDeltas[index]);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const build = (node) => {
    const { callFrame, children = [] } = node;
    const made = {
      name: callFrame.functionName || '(anonymous)',
      room: roomOf(callFrame),
      self: selfTime.get(node.id) ?? 0,
      children: [],
    };
    const merged = new Map();
    for (const child of children.map((id) => build(byId.get(id)))) {
      const key = `${child.name} ${child.room}`;
      if (!merged.has(key)) merged.set(key, child);
      else merge(merged.get(key), child);
    }
    made.children = [...merged.values()].filter(({ name }) => name !== '(idle)');
    made.total = made.self + made.children.reduce((sum, { total }) => sum + total, 0);
    return made;
  };
  return build(nodes[0]);
}

function merge(one, other) {
  one.self += other.self;
  one.total += other.total;
  for (const child of other.children) {
    const same = one.children.find(({ name, room }) => name === child.name && room === child.room);
    if (same === undefined) one.children.push(child);
    else merge(same, child);
  }
}

function timeByRoom(tree, times = new Map()) {
  times.set(tree.room, (times.get(tree.room) ?? 0) + tree.self);
  for (const child of tree.children) timeByRoom(child, times);
  return times;
}

const selected = process.argv.slice(2);
for (const [name, workload] of Object.entries(WORKLOADS)) {
  if (selected.length > 0 && !selected.includes(name)) continue;
  const tree = treeOf(profileOf(workload));
  console.log(`\n${workload.title}\n`);
  console.log('| Folder of src/ | Share of time |\n| --- | ---: |');
  const rooms = [...timeByRoom(tree)].sort(([, one], [, other]) => other - one);
  for (const [room, time] of rooms)
    if (time / tree.total >= 0.005) console.log(`| ${room} | ${((time / tree.total) * 100).toFixed(1)} % |`);
  writeFileSync(join(root, `docs/pictures/flame-${name}.svg`), flameGraph(workload.title, tree));
}
