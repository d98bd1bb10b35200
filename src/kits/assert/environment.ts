/**
 * What the expectations need from the host, if it has them: environment variables and files. A browser has neither.
 */

/** The part of `node:fs` that is used here. */
export interface Files {
  existsSync(file: string | URL): boolean;
  readFileSync(file: string | URL, encoding: 'utf8'): string;
  writeFileSync(file: string | URL, text: string): void;
  mkdirSync(folder: string, options: { readonly recursive: true }): void;
}

interface Host {
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly getBuiltinModule?: (name: 'node:fs') => Files;
  };
}

const host = globalThis as unknown as Host;

/** The value of an environment variable; `undefined` if it is not set or the host has no environment. */
export function environment(name: string): string | undefined {
  return host.process?.env?.[name];
}

/** `undefined` if the host has no files. */
export function files(): Files | undefined {
  return host.process?.getBuiltinModule?.('node:fs');
}
