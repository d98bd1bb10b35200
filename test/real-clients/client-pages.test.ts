/** Covers: src/real-clients. The tables in docs/clients are what the clients do: each cell is played. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULTS, outcomeText } from './faults.ts';
import { sendOne as sendByKafkaTs } from './kafka-ts-flows.ts';
import { sendOne as sendByKafkajs } from './kafkajs-flows.ts';
import { sendOne as sendByPlatformatic } from './platformatic-flows.ts';
import type { Flow } from './play.ts';

type Program = Flow['program'];

const PAGES: readonly (readonly [page: string, packageName: string, programs: readonly Program[]])[] = [
  ['kafkajs', 'kafkajs', [sendByKafkajs(), sendByKafkajs({ idempotent: true })]],
  ['platformatic', '@platformatic/kafka', [sendByPlatformatic(), sendByPlatformatic({ idempotent: true })]],
  ['kafka-ts', 'kafka-ts', [sendByKafkaTs]],
];

const root = new URL('../../', import.meta.url);

describe.each(PAGES)('docs/clients/%s.md', (page, packageName, programs) => {
  const text = readFileSync(new URL(`docs/clients/${page}.md`, root), 'utf8');

  it('names the version that is tested', () => {
    const manifest = readFileSync(new URL(`node_modules/${packageName}/package.json`, root), 'utf8');
    expect(text).toContain(`${packageName} ${(JSON.parse(manifest) as { version: string }).version}`);
  });

  it.each(FAULTS)('says what happens: %s', async (name, faults) => {
    const cells: string[] = [];
    for (const program of programs) cells.push(await outcomeText({ name, faults, program }));
    expect(text).toContain(`| ${[name, ...cells].join(' | ')} |\n`);
  });
});
