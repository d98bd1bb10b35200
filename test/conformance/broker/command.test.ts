/**
 * Covers: test/conformance/broker/runner/.
 *
 * The output of the command `conformance:broker`, its exit codes, and its error messages for invalid input.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conformance } from './runner/command.ts';

const PRODUCE = {
  to: { leader: ['t', 0] },
  api: 'Produce',
  request: { partitions: [{ topic: 't', partition: 0, batch: { records: ['a'] } }] },
};
const LATEST = {
  to: 'any',
  api: 'ListOffsets',
  request: { partitions: [{ topic: 't', partition: 0, timestampMs: -1 }] },
};
const END_OF_ONE_RECORD = {
  partitions: [{ topic: 't', partition: 0, error: 'NONE', timestampMs: -1, offset: 1, leaderEpoch: 0 }],
};

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'broker-conformance-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function put(file: string, content: unknown): string {
  const path = join(directory, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function scenario(...steps: readonly unknown[]) {
  const topics = [{ name: 't', numPartitions: 1, replicationFactor: 1 }];
  return { name: 'made', cluster: { brokers: 1, config: {}, topics }, steps };
}

function run(...args: readonly string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = conformance(args, {
    defaultPath: directory,
    print: (line) => out.push(line),
    printError: (line) => errors.push(line),
    showProgress: () => {},
  });
  return { code, out, errors };
}

describe('The broker conformance command', () => {
  it('reports an identical scenario, and counts scenarios and answers', () => {
    put('scenarios/a.json', scenario({ ...PRODUCE, async: true }, { world: 'wait', ms: 10 }, LATEST));
    put('kraft/a.json', { answers: [{ step: 's3', oneOf: [{ partitions: [] }, END_OF_ONE_RECORD] }] });
    const { code, out } = run();
    expect(out).toEqual(['identical  a', '1 of 1 scenarios, 1 of 1 answers identical']);
    expect(code).toBe(0);
  });

  it('shows the first difference with both answers and the steps around it, and exits with 1', () => {
    put('scenarios/a.json', scenario({ ...PRODUCE, async: true }, LATEST, { world: 'wait', ms: 10 }));
    put('kraft/a.json', {
      answers: [{ step: 's2', answer: { partitions: [{ ...END_OF_ONE_RECORD.partitions[0], offset: 7 }] } }],
    });
    const { code, out } = run();
    expect(out[0]).toContain("differs    a\n  s2: partitions[0].offset is 1, Kafka's is 7");
    expect(out[0]).toContain('    s1 Produce to {"leader":["t",0]}');
    expect(out[0]).toContain('  > s2 ListOffsets to any');
    expect(out[0]).toMatch(/Kafka: .*"offset":7.*\n.*ours: .*"offset":1/);
    expect(out[0]).toContain('    s3 wait {"ms":10}');
    expect(out[1]).toBe('0 of 1 scenarios, 0 of 1 answers identical');
    expect(code).toBe(1);
  });

  it('compares with the answers of the given mode, and lists scenarios that were not recorded in it', () => {
    put('scenarios/a.json', scenario(LATEST));
    put('scenarios/b.json', scenario(LATEST));
    put('zookeeper/b.json', { answers: [{ step: 's1', answer: {} }] });
    expect(run('--mode', 'zookeeper').out[0]).toContain('not recorded  a');
    expect(run('--mode', 'zookeeper').out[2]).toBe('0 of 1 scenarios, 0 of 1 answers identical');
    expect(run().errors[0]).toContain('there are no recorded answers in kraft mode');
  });

  it('compares brokers of another version with their own answers, or with those of 3.6.1 if they are the same', () => {
    const minIsrTwo = {
      topics: [{ name: 't', numPartitions: 1, replicationFactor: 1, configs: { 'min.insync.replicas': '2' } }],
    };
    const made = {
      name: 'made',
      cluster: { brokers: 1, config: {}, ...minIsrTwo },
      steps: [{ ...PRODUCE, async: true }, LATEST],
    };
    put('scenarios/a.json', made);
    put('scenarios/b.json', scenario({ ...PRODUCE, async: true }, LATEST));
    put('scenarios/c.json', scenario(LATEST));
    const latest = (offset: number) => ({ answer: { partitions: [{ ...END_OF_ONE_RECORD.partitions[0], offset }] } });
    put('kraft/a.json', { answers: [{ step: 's2', ...latest(0) }] });
    put('kraft-4.3/a.json', { answers: [{ step: 's2', ...latest(1) }] });
    put('kraft/b.json', { answers: [{ step: 's2', ...latest(1) }] });
    put('kraft/c.json', { answers: [{ step: 's1', ...latest(0) }] });
    put('kraft-4.3/c.json', { notPlayable: 'there is a reason', answers: [] });
    const { out, code } = run('--broker-version', '4.3');
    expect(out.slice(0, 3)).toEqual(['identical  a', 'identical  b', 'not recorded  c (there is a reason)']);
    expect(run().out.slice(0, 3)).toEqual(['identical  a', 'identical  b', 'identical  c']);
    expect(code).toBe(0);
  });

  it('accepts files, and directories that contain scenarios and answers', () => {
    const file = put('a.json', scenario({ ...PRODUCE, async: true }, LATEST));
    put('kraft/a.json', { answers: [{ step: 's2', answer: END_OF_ONE_RECORD }] });
    expect(run(file).code).toBe(0);
    expect(run(directory).code).toBe(0);
  });

  it('reports an API that our brokers do not have as a difference, and plays the other steps', () => {
    put('scenarios/a.json', scenario({ ...PRODUCE, async: true }, { api: 'AlterReplicaLogDirs', request: {} }, LATEST));
    put('kraft/a.json', {
      answers: [
        { step: 's2', answer: { results: [] } },
        { step: 's3', answer: END_OF_ONE_RECORD },
      ],
    });
    const { code, out } = run();
    expect(out[0]).toContain('s2: our brokers do not serve AlterReplicaLogDirs');
    expect(out[1]).toBe('0 of 1 scenarios, 1 of 2 answers identical');
    expect(code).toBe(1);
  });

  it('names the file and the step of an invalid scenario', () => {
    put('scenarios/a.json', scenario({ world: 'explode' }));
    put('scenarios/b.json', scenario({ ...LATEST, to: { cousin: ['t', 0] } }));
    put('scenarios/c.json', scenario({ ...LATEST, request: { partitions: [{ topic: 't' }] } }));
    put('scenarios/d.json', scenario({ await: 's9' }));
    for (const name of ['a', 'b', 'c', 'd']) put(`kraft/${name}.json`, { answers: [{ step: 's1', answer: {} }] });
    const { code, out } = run();
    expect(out[0]).toContain('a.json cannot be played: step s1: "explode" is not the name of a step');
    expect(out[1]).toContain('b.json cannot be played: step s1: "cousin" is not a role');
    expect(out[2]).toContain('c.json cannot be played: step s1: partition must be a number, got nothing');
    expect(out[3]).toContain('d.json cannot be played: step s1: no request of step s9 is waiting');
    expect(code).toBe(1);
  });

  it.each([
    ['an unknown option', () => ['--fast'], /Unknown option '--fast'/],
    ['an unknown version', () => ['--broker-version', '4'], /--broker-version must be one of 3.6.1, 3.9, 4.3, got '4'/],
    [
      'a version without ZooKeeper',
      () => ['--broker-version', '4.3', '--mode', 'zookeeper'],
      /were recorded in KRaft mode only/,
    ],
    ['an unknown mode', () => ['--mode', 'raft'], /--mode must be kraft or zookeeper, got 'raft'/],
    ['a path that does not exist', () => ['nowhere'], /nowhere: there is no such file or directory/],
    ['an empty directory', () => [directory], /there is no scenario \(NAME\.json\) in this directory/],
    ['a file of another kind', () => [put('a.txt', '')], /a\.txt: a scenario's file is called NAME\.json/],
    ['a file that is not JSON', () => [recorded('{')], /a\.json: .*JSON/],
    ['a scenario without steps', () => [recorded({ name: 'x', cluster: { brokers: 1 } })], /steps is missing/],
    [
      'a step of an unknown kind',
      () => [recorded(scenario({ to: 1 }))],
      /step s1 has none of api, world, await, pending/,
    ],
    [
      'a scenario without answers',
      () => [put('a.json', scenario(LATEST))],
      /there are no recorded answers in kraft mode/,
    ],
  ])('exits with 2 and one line for %s', (_, args, message) => {
    const { code, out, errors } = run(...args());
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(message);
    expect(errors[0]).not.toContain('\n');
    expect(out).toEqual([]);
    expect(code).toBe(2);
  });

  it('prints its usage', () => {
    const { code, out } = run('--help');
    expect(out[0]).toContain('npm run -s conformance:broker');
    expect(code).toBe(0);
  });
});

function recorded(content: unknown): string {
  put('kraft/a.json', { answers: [] });
  return put('a.json', content);
}
