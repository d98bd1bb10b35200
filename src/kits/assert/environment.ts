/**
 * What the expectations need of the host, where there is one: variables of the environment, and files.
 */

/** Of Node's file system, what is needed. */
export interface Files {
  existsSync(file: string | URL): boolean;
  readFileSync(file: string | URL, encoding: 'utf8'): string;
  writeFileSync(file: string | URL, text: string): void;
}

interface Host {
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly getBuiltinModule?: (name: 'node:fs') => Files;
  };
}

const host = globalThis as unknown as Host;

/** undefined where there is no environment. */
export function environment(name: string): string | undefined {
  return host.process?.env?.[name];
}

/** undefined where there are no files. */
export function files(): Files | undefined {
  return host.process?.getBuiltinModule?.('node:fs');
}
