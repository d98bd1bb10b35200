/** Covers: playground/src/simulation/load-program.ts, playground/src/programs/program-card.ts, playground/src/settings/setting.ts: what the page reads from text. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { programCard } from '../../playground/src/programs/program-card.ts';
import { settingsOf } from '../../playground/src/settings/setting.ts';
import { loadProgram } from '../../playground/src/simulation/load-program.ts';
import { V3_6_1 } from '../../src/client/versions/v3_6_1.ts';
import { runScenario, type Scenario } from '../../src/scenario/index.ts';

const folder = new URL('../../scenarios/', import.meta.url);
const files = readdirSync(folder).filter((file) => /^\d\d-/.test(file));

describe('The text of a program', () => {
  it.each(['54-side-by-side.ts', '26-lost-ack.ts'])('of %s runs as the file does', async (file) => {
    const { default: scenario } = (await import(new URL(file, folder).href)) as { readonly default: Scenario };
    const loaded = await loadProgram(readFileSync(new URL(file, folder), 'utf8'));
    expect((await runScenario(loaded, 7)).fingerprint).toBe((await runScenario(scenario, 7)).fingerprint);
  });

  it.each([
    ['that is not TypeScript', 'const a = 1;\nconst b = = 2;', 2, 'Unexpected token'],
    ['that throws', 'const a = 1;\nthrow new Error("no luck");', 2, 'Error: no luck'],
    [
      'that imports something else',
      "import { a } from 'kafka-trial';\nimport fs from 'node:fs';",
      2,
      "'node:fs' cannot be imported here.",
    ],
    ['without a default export', 'const a = 1;', null, 'The program has no default export.'],
    ['whose scenario has no title', "export default { name: 'a', run: async () => {} };", null, 'title'],
  ])('%s is refused, with its line', async (_, source, line, message) => {
    const error = await loadProgram(source).then(
      () => expect.unreachable('It was not refused.'),
      (refusal: Error & { readonly line?: number | null }) => refusal,
    );
    expect(error.message).toContain(message);
    expect(error.line ?? null).toBe(line);
  });
});

describe('The list of programs', () => {
  it.each(files)('has the name, the title and the point of %s', async (file) => {
    const card = programCard(`scenarios/${file}`, readFileSync(new URL(file, folder), 'utf8'));
    const { default: scenario } = (await import(new URL(file, folder).href)) as { readonly default: Scenario };
    expect(card).toMatchObject({ name: scenario.name, title: scenario.title });
    expect(card.point).toMatch(/^[A-Z`'‘“a-z].{20,}[.:)]$/s);
  });
});

describe('The settings', () => {
  const source = readFileSync(new URL('../../src/client/versions/v3_6_1-producer-keys.ts', import.meta.url), 'utf8');
  const settings = settingsOf(source);
  const keys = Object.entries(V3_6_1.keys.producer).filter(([key]) => !/^(ssl|sasl)\./.test(key));

  it('are all keys of the producer but those of TLS and SASL, each with its effect', () => {
    expect(settings.map(({ key }) => key).toSorted()).toEqual(keys.map(([key]) => key).toSorted());
    expect(settings.filter(({ effect }) => effect.length < 20)).toEqual([]);
  });

  it.each(settings)('$key has its default and its choices', ({ key, default: shown, choices, type }) => {
    const known = V3_6_1.keys.producer[key as keyof typeof V3_6_1.keys.producer] as {
      readonly default?: unknown;
      readonly oneOf?: readonly string[];
      readonly type: string;
    };
    const value = known.default;
    const text =
      value === undefined || value === null || Array.isArray(value) ? '' : String(value as string | number | boolean);
    expect({ shown, type }).toEqual({ shown: text, type: known.type });
    expect(choices).toEqual(known.type === 'BOOLEAN' ? ['true', 'false'] : (known.oneOf ?? []));
  });
});
