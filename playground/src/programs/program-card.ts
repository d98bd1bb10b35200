/** What the list of programs says of a scenario, which is in its file. */
export interface ProgramCard {
  readonly name: string;
  readonly title: string;
  /** Its path in the repository. */
  readonly file: string;
}

/** @param source the text of the scenario's file */
export function programCard(file: string, source: string): ProgramCard {
  return { name: fieldOf('name', source), title: fieldOf('title', source), file };
}

/** The point of a scenario: the first comment of its file. The page reads it from the file when it shows the program. */
export function pointOf(source: string): string {
  const [comment = ''] = /^(?:\/\/.*\n)+/.exec(source) ?? [];
  const point = comment
    .replace(/^\/\/ ?/gm, '')
    .replace(/^The point: /, '')
    .replaceAll('\n', ' ')
    .replaceAll('`', '')
    .trim();
  return capitalised(point);
}

function fieldOf(field: string, source: string): string {
  const [, , text = ''] = new RegExp(`^ {2}${field}:\\s*(['"\`])(.*?)\\1,$`, 'm').exec(source) ?? [];
  return text.replaceAll("\\'", "'");
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
