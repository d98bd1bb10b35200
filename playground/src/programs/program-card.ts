/** What the list of programs says of a scenario: its name, its title, and its point, which are in its file. */
export interface ProgramCard {
  readonly name: string;
  readonly title: string;
  /** The first comment of the file. */
  readonly point: string;
  /** Its path in the repository. */
  readonly file: string;
}

/** @param source the text of the scenario's file */
export function programCard(file: string, source: string): ProgramCard {
  const [comment = ''] = /^(?:\/\/.*\n)+/.exec(source) ?? [];
  const point = comment
    .replace(/^\/\/ ?/gm, '')
    .replace(/^The point: /, '')
    .replaceAll('\n', ' ')
    .replaceAll('`', '')
    .trim();
  return { name: fieldOf('name', source), title: fieldOf('title', source), point: capitalised(point), file };
}

function fieldOf(field: string, source: string): string {
  const [, , text = ''] = new RegExp(`^ {2}${field}:\\s*(['"\`])(.*?)\\1,$`, 'm').exec(source) ?? [];
  return text.replaceAll("\\'", "'");
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
