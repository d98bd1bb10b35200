/** vocabulary.ts, words/index.ts and random-fault-plan.ts: what all fault words have to agree on. */
import { readdirSync, readFileSync } from 'node:fs';
import { Simulation } from 'kafka-trial';
import { describe, expect, it } from 'vitest';
import { drawnWords } from '../../../src/simulation/faults/random-fault-plan.ts';
import { ENVIRONMENT_WORDS, REQUEST_WORDS } from '../../../src/simulation/faults/vocabulary.ts';

const folder = new URL('../../../src/simulation/faults/words/', import.meta.url);
const words = [...Object.entries(REQUEST_WORDS), ...Object.entries(ENVIRONMENT_WORDS)];

/** `slowLink` for `slow-link.ts`. */
const wordOf = (file: string): string =>
  file.replace('.ts', '').replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());

describe('The fault words', () => {
  it('have a file each, with the name of the word', () => {
    const files = readdirSync(folder).filter((file) => file !== 'index.ts');
    expect(words.map(([name]) => name).sort()).toEqual(files.map(wordOf).sort());
  });

  it('are all in docs/faults.md', () => {
    const page = readFileSync(new URL('../../../docs/faults.md', import.meta.url), 'utf8');
    expect(words.map(([name]) => name).filter((name) => !page.includes(`| \`${name}(`))).toEqual([]);
  });

  it('have a method each', () => {
    const sim = new Simulation();
    for (const name of Object.keys(REQUEST_WORDS)) expect(sim.faults.on('Metadata')).toHaveProperty(name);
    for (const name of Object.keys(ENVIRONMENT_WORDS)) {
      expect(sim.faults).toHaveProperty(name);
      expect(sim.at(5)).toHaveProperty(name);
    }
  });

  it('have different positions in the weighted draw and among placements', () => {
    const orders = words.flatMap(([, word]) => ('random' in word ? [word.random.order] : []));
    expect(orders.sort((one, other) => one - other)).toEqual(orders.map((_order, i) => i + 1));
    const placements = words.flatMap(([, { placement }]) => (placement === undefined ? [] : [placement.order]));
    expect(new Set(placements).size).toBe(placements.length);
  });

  it('are drawn unless they repair something, or are newer than the seeds of known plans', () => {
    const repairs = words.filter(([, word]) => word.target === 'environment' && word.isRepair).map(([name]) => name);
    expect(repairs).toEqual(['heal', 'restart', 'resume', 'startController']);
    expect(drawnWords().onDemand).toEqual({ breakBeforeResponse: 4 });
    const others = [...repairs, ...Object.keys(drawnWords().onDemand)];
    expect([...drawnWords().lossless, ...drawnWords().lossy, ...others].sort()).toEqual(
      words.map(([name]) => name).sort(),
    );
  });

  it('name only existing repairs', () => {
    for (const [, word] of words) {
      if (word.target !== 'environment' || word.isRepair || word.repairedBy === undefined) continue;
      expect(ENVIRONMENT_WORDS).toHaveProperty(`${word.repairedBy}.isRepair`, true);
    }
  });
});
