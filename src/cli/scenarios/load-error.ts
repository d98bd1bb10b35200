/** What went wrong while a program was loaded, with its file and line. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { firstLine } from '../command-line/usage-error.ts';

/** `TypeError: x is not a function (scenario.ts:3)` */
export async function loadErrorText(error: unknown, url: URL): Promise<string> {
  const transformed = /^(.*?):(\d+):\d+: ERROR: (.*)$/m.exec(messageOf(error));
  // esbuild, which tsx uses, puts its problem into the second line.
  if (transformed !== null) return `SyntaxError: ${transformed[3]} (${placeText(transformed[1]!, transformed[2]!)})`;
  const place = placeInStack(error) ?? (error instanceof SyntaxError ? await placeOfSyntaxError(url) : undefined);
  return `${firstLine(error)}${place === undefined ? '' : ` (${place})`}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/** The first frame that is neither in Node nor in a package. */
function placeInStack(error: unknown): string | undefined {
  const frames = (error instanceof Error ? (error.stack ?? '') : '').split('\n').filter((line) => /^\s+at /.test(line));
  const own = frames.find((frame) => /:\d+:\d+\)?$/.test(frame) && !/node:|node_modules/.test(frame));
  const [, file, line] = /((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):\d+\)?$/.exec(own ?? '') ?? [];
  return file === undefined || line === undefined ? undefined : placeText(file, line);
}

/** Node tells the place of a syntax error in a module only when it ends the process. Nothing of the program is executed. */
async function placeOfSyntaxError(url: URL): Promise<string | undefined> {
  const { spawnSync } = await import('node:child_process');
  const program = `import ${JSON.stringify(url.href)}`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  const [, file, line] = /^(file:\/\/.*|\/.*|[A-Za-z]:\\.*):(\d+)$/m.exec(stderr) ?? [];
  return file === undefined || line === undefined ? undefined : placeText(file, line);
}

function placeText(file: string, line: string): string {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const short = relative(process.cwd(), path);
  return `${short.startsWith('..') ? path : short}:${line}`;
}
