/** Covers: src/simulation/clients.ts. Its types in an installed package, for the oldest and the newest TypeScript. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, type TestContext } from 'vitest';
import { builtLibrary } from '../built-library.ts';
import { installedProject } from '../installed-project.ts';

const OLDEST = '5.4.5';

/** What completion offers after a dot. Members marked as internal are not in the published types. */
const MEMBERS = `
import type { Headers, History, KafkaConsumer, KafkaProducer, ProducerRecord, RecordFuture, RecordMetadata, Simulation } from 'kafka-trial';

type Same<A, B> = [A, B] extends [B, A] ? true : [surplus: Exclude<A, B>, missing: Exclude<B, A>];

export const future: Same<keyof RecordFuture,
  'accepted' | 'catch' | 'finally' | 'get' | 'isDone' | 'partition' | 'peek' | 'then' | typeof Symbol.toStringTag> = true;
export const metadata: Same<keyof RecordMetadata,
  'hasOffset' | 'hasTimestamp' | 'offset' | 'partition' | 'serializedKeySize' | 'serializedValueSize' | 'timestamp' |
  'toJSON' | 'topic' | 'toString'> = true;
export const producer: Same<keyof KafkaProducer,
  'abortTransaction' | 'beginTransaction' | 'clientId' | 'close' | 'commitTransaction' | 'events' | 'flush' | 'initTransactions' |
  'interrupt' | 'metrics' | 'onThread' | 'partitionsFor' | 'promised' | 'send' | 'sendOffsetsToTransaction'> = true;
export const consumer: Same<keyof KafkaConsumer,
  'assign' | 'assignment' | 'beginningOffsets' | 'close' | 'commitAsync' | 'commitSync' | 'committed' | 'endOffsets' | 'enforceRebalance' |
  'groupMetadata' | 'pause' | 'paused' | 'poll' | 'position' | 'resume' | 'seek' | 'seekToBeginning' | 'seekToEnd' | 'subscribe' |
  'unsubscribe'> = true;
export const record: Same<keyof ProducerRecord,
  'equals' | 'hasHeaders' | 'headers' | 'key' | 'partition' | 'timestampMs' | 'topic' | 'toString' | 'value'> = true;
export const headers: Same<keyof Headers,
  'add' | 'equals' | 'headers' | 'lastHeader' | 'remove' | 'setReadOnly' | 'size' | 'toArray' | 'toString' |
  typeof Symbol.iterator> = true;
export const simulation: Same<keyof Simulation,
  'admin' | 'advance' | 'at' | 'bootstrapServers' | 'close' | 'committedOffsets' | 'consumer' | 'crash' | 'createTopic' | 'faults' |
  'history' | 'kafkajs' | 'nowMs' | 'operator' | 'outside' | 'producer' | 'realClients' | 'restart' | 'run' | 'seed' | 'settle' | 'shutdown' | 'sleep' | 'snapshot' | 'startMs' |
  'step' | 'timers' | 'topic' | 'trace' | 'verdict'> = true;
export const timers: Same<keyof Simulation['timers'], 'clock' | 'follow' | 'install' | 'uninstall'> = true;
export const history: Same<keyof History, 'at' | 'changes' | 'diff' | 'moments' | 'print' | 'toString'> = true;
`;

let project = '';
const oldest = mkdtempSync(join(tmpdir(), 'kafka-trial-typescript-'));

beforeAll(() => {
  project = installedProject(new URL('./fixtures', import.meta.url));
  writeFileSync(join(project, 'members.ts'), MEMBERS);
}, 240_000);

afterAll(() => {
  rmSync(project, { recursive: true });
  rmSync(oldest, { recursive: true });
});

function compile(compiler: string): { readonly stdout: string; readonly status: number | null } {
  return spawnSync(process.execPath, [compiler, '-p', project], { cwd: project, encoding: 'utf8' });
}

it('The types fit the TypeScript of this project', () => {
  expect(compile(join(builtLibrary(), 'node_modules/typescript/bin/tsc'))).toMatchObject({ stdout: '', status: 0 });
});

it(`The types fit TypeScript ${OLDEST}`, ({ skip }: TestContext) => {
  // A second version among the dependencies would take over the command tsc.
  const install = ['install', '--prefix', oldest, '--no-audit', '--no-fund', `typescript@${OLDEST}`];
  if (spawnSync('npm', install).status !== 0) skip(`npm cannot install TypeScript ${OLDEST}`);
  expect(compile(join(oldest, 'node_modules/typescript/bin/tsc'))).toMatchObject({ stdout: '', status: 0 });
});
