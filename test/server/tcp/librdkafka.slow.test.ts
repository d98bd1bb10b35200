/** Covers: src/server/ and src/wire/ with librdkafka: kcat and python3-confluent-kafka, where they are installed. */
import { spawn, spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { Simulation, type SimulationOptions } from '../../../src/index.ts';
import { HttpControl } from '../../../src/server/control/http-control.ts';
import { ClusterServer } from '../../../src/server/tcp/cluster-server.ts';

const hasKcat = spawnSync('kcat', ['-V']).status === 0;
/** Debian's package belongs to Debian's Python, which need not be the first one. */
const python = ['python3', '/usr/bin/python3'].find(
  (path) => spawnSync(path, ['-c', 'import confluent_kafka']).status === 0,
);
if (!hasKcat) console.log('kcat is not installed: its tests are skipped.');
if (python === undefined) console.log('python3-confluent-kafka is not installed: its tests are skipped.');

const open: ClusterServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function served(options: SimulationOptions = {}): Promise<ClusterServer> {
  const config = { 'default.replication.factor': 3, 'group.initial.rebalance.delay.ms': 0 };
  const sim = new Simulation({ network: { latencyMs: 0 }, startMs: Date.now(), config, ...options });
  const server = await ClusterServer.start(sim, { port: 0, log: (line) => console.log(line) });
  open.push(server);
  return server;
}

const bootstrap = ({ brokers }: ClusterServer): string => brokers.map(({ host, port }) => `${host}:${port}`).join(',');

async function run(command: string, args: readonly string[], input = ''): Promise<string> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(input);
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}: ${err}`);
  return out;
}

describe.runIf(hasKcat)('kcat', () => {
  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('produces and consumes, with the codec %s', async (codec) => {
    const server = await served();
    const options = ['-b', bootstrap(server), '-t', 'countries', '-z', codec];
    await run('kcat', ['-P', '-K', ':', ...options], 'k1:France\nk2:Korea\n');
    expect(await run('kcat', ['-C', '-e', '-q', '-o', 'beginning', '-f', '%k=%s\n', ...options.slice(0, 4)])).toBe(
      'k1=France\nk2=Korea\n',
    );
    expect(server.sim.topic('countries').values()).toEqual(['France', 'Korea']);
  });

  it('consumes in a group, and goes on at the committed offsets', async () => {
    const server = await served();
    const produce = ['-P', '-b', bootstrap(server), '-t', 'countries'];
    const consume = [
      '-G',
      'readers',
      '-b',
      bootstrap(server),
      '-X',
      'auto.offset.reset=earliest',
      '-e',
      '-q',
      'countries',
    ];
    await run('kcat', produce, 'France\n');
    expect(await run('kcat', consume)).toBe('France\n');
    await run('kcat', produce, 'Korea\n');
    expect(await run('kcat', consume)).toBe('Korea\n');
  });

  it.each([
    ['with idempotence stores it once', 'true', ['France']],
    ['without idempotence stores it twice', 'false', ['France', 'France']],
  ])('whose response is cut off %s', async (_, idempotence, values) => {
    const server = await served();
    server.sim.faults.on('Produce').nth(1).breakBeforeResponse();
    const options = ['-X', `enable.idempotence=${idempotence}`, '-X', 'retry.backoff.ms=10'];
    await run('kcat', ['-P', '-b', bootstrap(server), '-t', 'countries', ...options], 'France\n');
    expect(server.sim.topic('countries').values()).toEqual(values);
  });

  it('is answered once for a record whose response is lost, with idempotence', async () => {
    const server = await served();
    server.sim.faults.on('Produce').nth(1).loseResponse();
    const timeouts = ['-X', 'socket.timeout.ms=2000', '-X', 'request.timeout.ms=1000', '-X', 'enable.idempotence=true'];
    await run('kcat', ['-P', '-b', bootstrap(server), '-t', 'countries', ...timeouts], 'France\n');
    expect(server.sim.topic('countries').values()).toEqual(['France']);
  });
});

const TRANSACTIONS = `
import sys
from confluent_kafka import Producer
producer = Producer({'bootstrap.servers': sys.argv[1], 'transactional.id': 'payments-1'})
producer.init_transactions(20)
for value, commits in (('dropped', False), ('kept', True)):
    producer.begin_transaction()
    producer.produce('payments', value=value)
    producer.flush(20)
    producer.commit_transaction(20) if commits else producer.abort_transaction(20)
`;

/** A test in Python: it scripts a fault, and asks which records are stored twice. */
const VERDICT = `
import json, sys, urllib.request
from confluent_kafka import Producer
bootstrap, control, idempotence = sys.argv[1:]

def ask(path, plan=None):
    body = None if plan is None else json.dumps(plan).encode()
    return json.load(urllib.request.urlopen(control + path, data=body))

ask('/faults', {'on': 'Produce', 'client': 'shop', 'nth': 1, 'do': 'breakBeforeResponse'})
producer = Producer({'bootstrap.servers': bootstrap, 'client.id': 'shop', 'enable.idempotence': idempotence, 'retry.backoff.ms': 10})
for key in ('a', 'b'):
    producer.produce('orders', key=key, value='1 book')
    producer.flush(20)
verdict = ask('/verdict')
found = {kind: [record['key'] for record in verdict[kind]] for kind in ('lost', 'duplicated', 'reordered', 'phantom')}
print(json.dumps({'acknowledged': verdict['acknowledged'], **found}))
`;

describe.runIf(python !== undefined)('python3-confluent-kafka', () => {
  it.each([
    ['false', ['a']],
    ['true', []],
  ])('asks for the verdict, with enable.idempotence=%s', async (idempotence, duplicated) => {
    const server = await served({ guarantees: ['NoDuplicateWithIdempotence'] });
    const control = await HttpControl.start(server, 0);
    const answer = await run(python!, ['-c', VERDICT, bootstrap(server), control.url, idempotence]);
    await control.close();
    expect(JSON.parse(answer)).toEqual({ acknowledged: 2, lost: [], duplicated, reordered: [], phantom: [] });
  });

  it('commits and aborts transactions', async () => {
    const server = await served();
    await run(python!, ['-c', TRANSACTIONS, bootstrap(server)]);
    expect(server.sim.topic('payments').values()).toEqual(['dropped', 'kept']);
    expect(server.sim.topic('payments').values({ isolation: 'read_committed' })).toEqual(['kept']);
  });
});
