/**
 * Shows the Markdown of the course on a terminal: paragraphs, lists, tables, headings and code, wrapped at a readable width.
 */
import { styleText } from 'node:util';

const WIDTH = 88;

/** @param hasColour whether to show bold text and code in styles instead of with their marks */
export function terminalText(markdown: string, hasColour: boolean): string {
  return blocksOf(markdown)
    .map((block) => textOf(block, hasColour))
    .join('\n\n');
}

/** Splits at empty lines, but not inside of code. */
function blocksOf(markdown: string): readonly string[] {
  const blocks = markdown.trim().matchAll(/```[\s\S]*?```|(?:(?!```)(?:.+\n?))+/g);
  return [...blocks].map(([block]) => block.trimEnd());
}

function textOf(block: string, hasColour: boolean): string {
  if (block.startsWith('```')) return indented(block.split('\n').slice(1, -1));
  if (block.startsWith('|')) return styled(table(block, hasColour), hasColour);
  if (block.startsWith('#')) return styled(`**${block.replace(/^#+ /, '')}**`, hasColour);
  if (block.startsWith('- ')) {
    const items = block.split(/\n(?=- )/).map((item) => wrapped(item.slice(2), WIDTH - 4).join('\n    '));
    return styled(items.map((item) => `  - ${item}`).join('\n'), hasColour);
  }
  return styled(wrapped(block, WIDTH).join('\n'), hasColour);
}

export function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`.trimEnd()).join('\n');
}

/** Breaks a paragraph into lines of at most `width` characters, not counting the marks of bold text and code. */
export function wrapped(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of withoutLinks(paragraph).split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && visibleLength(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Columns as wide as their longest cell, without the line below the heading. */
function table(block: string, hasColour: boolean): string {
  const lengthOf = (cell: string): number => (hasColour ? visibleLength(cell) : cell.replaceAll('**', '').length);
  const rows = block
    .split('\n')
    .filter((row) => !/^\|( :?-+:? \|)+$/.test(row))
    .map((row) => withoutLinks(row).slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()));
  const widthOf = (column: number): number => Math.max(...rows.map((cells) => lengthOf(cells[column] ?? '')));
  const widths = (rows[0] ?? []).map((_, column) => widthOf(column));
  const padded = (cell: string, column: number): string => cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell));
  return rows.map((cells) => `  ${cells.map(padded).join('   ')}`.trimEnd()).join('\n');
}

function withoutLinks(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}

function visibleLength(text: string): number {
  return text.replaceAll(/\*\*|`/g, '').length;
}

/** Bold text and code as styles; without colour, code keeps its marks. */
function styled(text: string, hasColour: boolean): string {
  if (!hasColour) return text.replaceAll('**', '');
  return text
    .replaceAll(/\*\*([^*]+)\*\*/g, (_, inner: string) => styleText('bold', inner))
    .replaceAll(/`([^`]+)`/g, (_, inner: string) => styleText('cyan', inner));
}
