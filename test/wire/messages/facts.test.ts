/**
 * Covers: src/wire/messages/index.ts: the fields of all messages are those of Apache Kafka's definitions.
 *
 * The definitions are in the jars of kafka-clients, which are not part of the project. Where Maven has fetched them
 * (`mvn dependency:get -Dartifact=org.apache.kafka:kafka-clients:3.9.1`), the fields are compared with them; otherwise these tests are
 * skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
// @ts-expect-error The script has no types.
import { APIS, definitionsIn, factsOf, fileNameOf, sourceOf } from '../../../build/wire-facts.js';
import { SCHEMAS } from '../../../src/wire/messages/index.ts';

const root = resolve(import.meta.dirname, '../../..');
const jarOf = (version: string): string =>
  join(homedir(), `.m2/repository/org/apache/kafka/kafka-clients/${version}/kafka-clients-${version}.jar`);
const names = Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[];

describe('The fields of messages', () => {
  it('are there for every API of the script', () => {
    expect(names.toSorted()).toEqual(Object.keys(APIS).toSorted());
  });

  describe.skipIf(!existsSync(jarOf('3.9.1')))('compared with kafka-clients 3.9.1', () => {
    const definitions = existsSync(jarOf('3.9.1')) ? definitionsIn(jarOf('3.9.1')) : undefined;

    it.each(names)('%s is what build/wire-facts.js writes', (name) => {
      const source = readFileSync(join(root, `src/wire/messages/${fileNameOf(name)}.ts`), 'utf8');
      expect(source).toBe(sourceOf(name, factsOf(definitions, name, APIS[name])));
    });
  });

  describe.skipIf(!existsSync(jarOf('3.6.1')) || !existsSync(jarOf('3.9.1')))('of the versions of 3.6.1', () => {
    const [older, newer] = ['3.6.1', '3.9.1'].every((version) => existsSync(jarOf(version)))
      ? [definitionsIn(jarOf('3.6.1')), definitionsIn(jarOf('3.9.1'))]
      : [];

    it.each(names)('%s is the same in both releases', (name) => {
      const [first, last] = APIS[name];
      const known = older.get(`${name}Request.json`).validVersions.split('-').map(Number).at(-1);
      const versions = [first, Math.min(last, known)];
      expect(factsOf(newer, name, versions)).toEqual(factsOf(older, name, versions));
    });
  });
});
