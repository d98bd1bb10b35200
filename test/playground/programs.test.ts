/** Covers: playground/src/simulation/load-program.ts, playground/src/programs/program-card.ts, playground/src/settings/setting.ts: what the page reads from text. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pointOf, programCard } from '../../playground/src/programs/program-card.ts';
import { settingsOf } from '../../playground/src/settings/setting.ts';
import { loadProgram } from '../../playground/src/simulation/load-program.ts';
import { CLIENT_VERSION_NAMES, CLIENT_VERSIONS, type ClientVersionName } from '../../src/client/versions/index.ts';
import { runScenario, type Scenario } from '../../src/scenario/index.ts';

const folder = new URL('../../scenarios/', import.meta.url);
const files = readdirSync(folder).filter((file) => /^\d\d-/.test(file));

describe('The text of a program', () => {
  it('says nothing of compression, for which the page would have to load its compressor first', () => {
    const chapters = new URL('../../docs/course/', import.meta.url);
    const programs = readdirSync(chapters)
      .filter((name) => /^\d\d-/.test(name))
      .map((name) => new URL(`${name}/program.ts`, chapters));
    const texts = [...files.map((file) => new URL(file, folder)), ...programs].map((url) => readFileSync(url, 'utf8'));
    expect(texts.length).toBeGreaterThan(60);
    expect(texts.filter((text) => text.includes('compression.type'))).toEqual([]);
  });

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
    const source = readFileSync(new URL(file, folder), 'utf8');
    const card = programCard(`scenarios/${file}`, source);
    const { default: scenario } = (await import(new URL(file, folder).href)) as { readonly default: Scenario };
    expect(card).toMatchObject({ name: scenario.name, title: scenario.title });
    expect(pointOf(source)).toMatch(/^[A-Z`'‘“a-z].{20,}[.:)]$/s);
  });
});

describe('The settings', () => {
  const sources = ['v3_6_1-producer-keys', 'v3_9', 'v4_3'].map((file) =>
    readFileSync(new URL(`../../src/client/versions/${file}.ts`, import.meta.url), 'utf8'),
  );
  const settings = settingsOf(sources, CLIENT_VERSIONS);

  it.each(CLIENT_VERSION_NAMES)(
    'are all keys of the producer of %s but those of TLS and SASL, each with its effect',
    (name) => {
      const keys = Object.keys(CLIENT_VERSIONS[name as ClientVersionName].keys.producer);
      const shown = settings.filter(({ defaults }) => name in defaults).map(({ key }) => key);
      const isSecurity = (key: string): boolean => /^(ssl|sasl)\./.test(key);
      expect(shown.filter((key) => !isSecurity(key)).toSorted()).toEqual(
        keys.filter((key) => !isSecurity(key)).toSorted(),
      );
      expect(settings.filter(({ effect }) => effect.length < 20)).toEqual([]);
    },
  );

  it.each(settings)('$key has its default and its choices', ({ key, defaults, choices, type }) => {
    const [version = '', shown] = Object.entries(defaults).at(-1) ?? [];
    const known = CLIENT_VERSIONS[version as ClientVersionName].keys.producer[key] as {
      readonly default?: unknown;
      readonly oneOf?: readonly string[];
      readonly oneOfIgnoringCase?: readonly string[];
      readonly type: string;
    };
    const value = known.default;
    const text =
      value === undefined || value === null || Array.isArray(value) ? '' : String(value as string | number | boolean);
    expect({ shown, type }).toEqual({ shown: text, type: known.type });
    expect(choices).toEqual(
      known.type === 'BOOLEAN' ? ['true', 'false'] : (known.oneOf ?? known.oneOfIgnoringCase ?? []),
    );
  });
});
