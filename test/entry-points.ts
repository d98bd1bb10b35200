/** The entry points of the package, with their source files and exported values, and a parser of the names that a file exports. */
import { readFileSync } from 'node:fs';
import * as main from 'kafka-trial';
import * as admin from 'kafka-trial/admin';
import * as assert from 'kafka-trial/assert';
import * as consumer from 'kafka-trial/consumer';
import * as errors from 'kafka-trial/errors';
import * as explore from 'kafka-trial/explore';
import * as fastCheck from 'kafka-trial/fast-check';
import * as guarantees from 'kafka-trial/guarantees';
import * as producer from 'kafka-trial/producer';
import * as realClients from 'kafka-trial/real-clients';
import * as report from 'kafka-trial/report';
import * as scenario from 'kafka-trial/scenario';
import * as serialization from 'kafka-trial/serialization';
import * as sim from 'kafka-trial/sim';
import * as vitest from 'kafka-trial/vitest';

export interface EntryPoint {
  /** What a program imports, e.g. `kafka-trial/errors`. */
  readonly name: string;
  /** Path of its source file from the root of the project. */
  readonly file: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export const ENTRY_POINTS: readonly EntryPoint[] = [
  { name: 'kafka-trial', file: 'src/index.ts', values: main },
  { name: 'kafka-trial/producer', file: 'src/producer/index.ts', values: producer },
  { name: 'kafka-trial/admin', file: 'src/admin/index.ts', values: admin },
  { name: 'kafka-trial/consumer', file: 'src/consumer/entry.ts', values: consumer },
  { name: 'kafka-trial/serialization', file: 'src/serialization.ts', values: serialization },
  { name: 'kafka-trial/errors', file: 'src/errors.ts', values: errors },
  { name: 'kafka-trial/guarantees', file: 'src/guarantees/index.ts', values: guarantees },
  { name: 'kafka-trial/report', file: 'src/report/index.ts', values: report },
  { name: 'kafka-trial/scenario', file: 'src/scenario/index.ts', values: scenario },
  { name: 'kafka-trial/sim', file: 'src/sim/index.ts', values: sim },
  { name: 'kafka-trial/assert', file: 'src/kits/assert/index.ts', values: assert },
  { name: 'kafka-trial/vitest', file: 'src/kits/vitest/index.ts', values: vitest },
  { name: 'kafka-trial/real-clients', file: 'src/real-clients/index.ts', values: realClients },
  { name: 'kafka-trial/explore', file: 'src/explore/index.ts', values: explore },
  { name: 'kafka-trial/fast-check', file: 'src/kits/fast-check/index.ts', values: fastCheck },
];

export interface ExportedName {
  readonly name: string;
  readonly isType: boolean;
  /** The module that it is re-exported from, relative to the file; `null` if it is declared in the file. */
  readonly source: string | null;
}

/** The names that a source file exports, one by one. `export *` is not resolved: an entry point must not use it. */
export function exportedNames(file: string): readonly ExportedName[] {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  const lists = [...text.matchAll(/^export (type )?\{([^}]*)\}(?: from '([^']+)')?;/gm)];
  const declarations = [
    ...text.matchAll(/^export (?:abstract )?(const|function|async function|class|type|interface) (\w+)/gm),
  ];
  return [
    ...lists.flatMap(([, typesOnly, list = '', source = null]) =>
      list
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '')
        .map((entry) => ({
          name: entry.replace(/^type /, ''),
          isType: typesOnly !== undefined || entry.startsWith('type '),
          source,
        })),
    ),
    ...declarations.map(([, kind, name = '']) => ({
      name,
      isType: kind === 'type' || kind === 'interface',
      source: null,
    })),
  ];
}
