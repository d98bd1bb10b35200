import { describe, expect, it } from 'vitest';
import { patch } from '../../../src/client/versions/client-version.ts';
import type { ClientVersionName } from '../../../src/client/versions/index.ts';
import { CLIENT_VERSIONS, clientVersionNamed, DEFAULT_CLIENT_VERSION } from '../../../src/client/versions/index.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import { Simulation, StringSerializer } from '../../../src/index.ts';

describe('A version of the clients', () => {
  it('is 3.6.1 unless another one is chosen', () => {
    expect(DEFAULT_CLIENT_VERSION).toBe(CLIENT_VERSIONS['3.6.1']);
  });

  it.each(Object.entries(CLIENT_VERSIONS))(
    '%s is found by its name and by the name of its release',
    (name, version) => {
      expect(version.name.startsWith(name)).toBe(true);
      expect(clientVersionNamed(name, 'a test')).toBe(version);
      expect(clientVersionNamed(version.name, 'a test')).toBe(version);
    },
  );

  it('that does not exist is refused, with the nearest name', () => {
    expect(() => clientVersionNamed('4.2', "sim.producer(), option 'version'")).toThrow(
      "sim.producer(), option 'version': there is no version '4.2' of the Java clients. Did you mean '4.3'? The versions are 3.6.1, 3.9, 4.3",
    );
  });
});

describe('A patch on a version', () => {
  const patched = patch(V3_6_1, {
    name: '3.6.2',
    commitId: 'c0ffee',
    apis: { Produce: { oldest: 3, latest: 11 } },
    keys: {
      all: { 'retry.backoff.max.ms': { type: 'LONG', default: 1000, min: 0 }, 'auto.include.jmx.reporter': null },
      producer: { 'linger.ms': { default: 5 } },
    },
  });

  it('changes fields of a key and keeps the others', () => {
    expect(patched.keys.producer['linger.ms']).toEqual({ type: 'LONG', default: 5, min: 0 });
    expect(Object.keys(patched.keys.producer).indexOf('linger.ms')).toBe(
      Object.keys(V3_6_1.keys.producer).indexOf('linger.ms'),
    );
  });

  it('adds keys to all kinds of client, and removes keys', () => {
    for (const keys of Object.values(patched.keys)) {
      expect(keys['retry.backoff.max.ms']).toEqual({ type: 'LONG', default: 1000, min: 0 });
      expect(keys).not.toHaveProperty(['auto.include.jmx.reporter']);
    }
  });

  it('puts a new key after the one that it names, then the next one after that, and others at the end', () => {
    const { producer } = patch(V3_6_1, {
      name: '3.6.3',
      commitId: 'c0ffee',
      keys: {
        producer: {
          last: { type: 'INT', default: 1 },
          'after.acks': { type: 'INT', default: 2, after: 'acks' },
          next: { type: 'INT', default: 3 },
        },
      },
    }).keys;
    const names = Object.keys(producer);
    expect(names.slice(names.indexOf('acks'), names.indexOf('acks') + 3)).toEqual(['acks', 'after.acks', 'next']);
    expect(names.at(-1)).toBe('last');
    expect(producer['after.acks']).toEqual({ type: 'INT', default: 2 });
  });

  it('changes the versions of an API, and those of no other', () => {
    expect(patched.apis).toEqual({ ...V3_6_1.apis, Produce: { oldest: 3, latest: 11 } });
  });

  it('leaves the version it is based on as it is', () => {
    expect(V3_6_1.keys.producer['linger.ms']?.default).toBe(0);
    expect(V3_6_1.keys.producer).toHaveProperty(['auto.include.jmx.reporter']);
  });
});

describe('A version that is new', () => {
  // All that a file v4_4.ts would contain.
  const V4_4 = patch(CLIENT_VERSIONS['4.3'], {
    name: '4.4.0',
    commitId: 'c0ffee',
    keys: { producer: { 'linger.ms': { default: 50 } } },
    policies: { retryBackoff: 'constant' },
  });

  it('needs nothing but its patch for another default and another policy', async () => {
    const tries = async (version: unknown): Promise<number[]> => {
      const sim = new Simulation({ clientVersion: version as ClientVersionName });
      sim.createTopic('payments', { partitions: 1, replicationFactor: 3 });
      sim.faults.apply([{ on: 'Produce', do: 'respond', error: 'NOT_ENOUGH_REPLICAS', times: 3 }]);
      await sim.run(async () => {
        const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
        await producer.send({ topic: 'payments', value: 'one' });
        await producer.close();
      });
      return sim.trace.entriesOf('batch sent').map(({ atMs }) => atMs - sim.startMs);
    };
    const pauses = (times: number[]): number[] => times.slice(1).map((ms, i) => ms - (times[i] as number));
    const [new4_4, old4_3] = [await tries(V4_4), await tries('4.3')];
    expect((new4_4[0] as number) - (old4_3[0] as number)).toBeGreaterThan(40);
    expect(pauses(new4_4)).toEqual([102, 102, 102]);
    expect(Math.max(...pauses(old4_3))).toBeGreaterThan(300);
  });
});
