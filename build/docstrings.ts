/** Reads docstrings out of sources, for the reference and for the tests that say what a docstring must contain. */
import { readFileSync } from 'node:fs';

export interface Documented {
  readonly name: string;
  /** Its text in one line, without the marks of the comment; empty if there is none. */
  readonly docstring: string;
  /** What follows the name, up to the next member. */
  readonly definition: string;
}

/**
 * The members of the first level of objects and interfaces in a file of src, in order. Names with other characters than letters are quoted.
 *
 * @param pattern of the names that are not quoted
 * @param declaration how the declaration of the object or interface begins. Default: all of them
 */
export function membersOf(file: string, pattern: string, declaration = ''): readonly Documented[] {
  const text = partOf(sourceOf(file), declaration);
  const member = new RegExp(
    String.raw`(?: {2}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?(?: {2}\/\/ .*\n)?^ {2}(?:readonly )?(?:'([\w. /]+)'|(${pattern}))\??: `,
    'gm',
  );
  const found = [...text.matchAll(member)];
  return found.map(([all, docstring = '', quoted, plain], index) => {
    const end = (found[index]?.index ?? 0) + all.length;
    return {
      name: quoted ?? plain ?? '',
      docstring: docstring
        .replace(/^\s*\*/gm, '')
        .replace(/\s+/g, ' ')
        .trim(),
      definition: text.slice(end, found[index + 1]?.index),
    };
  });
}

/** What a type in a file of src stands for; empty if the file declares no object type of that name. */
export function typeIn(file: string, name: string): string {
  const declaration = `type ${name} = `;
  const text = sourceOf(file);
  return text.includes(`${declaration}{`) ? partOf(text, declaration).slice(declaration.length) : '';
}

/** The docstring at the head of a file of src, paragraph by paragraph. */
export function headOf(file: string): readonly string[] {
  const [, head = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(sourceOf(file)) ?? [];
  return head
    .replace(/^\s*\* ?/gm, '')
    .trim()
    .split(/\n\n+/);
}

function sourceOf(file: string): string {
  return readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8');
}

/** From the beginning of a declaration to its end, which is a line that begins with a brace. */
function partOf(text: string, declaration: string): string {
  const start = text.indexOf(declaration);
  if (start < 0) throw new Error(`There is no '${declaration}'.`);
  return declaration === '' ? text : text.slice(start, text.indexOf('\n}', start));
}
