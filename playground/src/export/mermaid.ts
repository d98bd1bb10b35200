/** A history as a sequence diagram in Mermaid: the messages about records, and what happens at the actors. */
import type { Flight } from '../history/flights.ts';
import { Flights } from '../history/flights.ts';
import type { Step } from '../history/step.ts';
import { type Actors, isShown, namesOf } from './sequence.ts';

/** Mermaid itself refuses much longer diagrams. */
const MOST_LINES = 300;

export function mermaidOf(steps: readonly Step[], actors: Actors): string {
  const flights = new Flights();
  flights.add(steps, 0);
  const departing = new Map<number, Flight[]>();
  for (const flight of flights.all) departing.set(flight.departs, [...(departing.get(flight.departs) ?? []), flight]);
  const names = namesOf(actors);
  const lines = names.map((name, i) => `  participant p${i} as ${name}`);
  const idOf = (name: string): string => `p${names.indexOf(name)}`;
  for (const [i, step] of steps.entries()) {
    if (lines.length > MOST_LINES) break;
    for (const { message } of departing.get(i) ?? []) {
      if (message.api !== 'Produce' || !names.includes(message.from) || !names.includes(message.to)) continue;
      const arrow = message.fate === 'lost' ? '-x' : message.direction === 'request' ? '->>' : '-->>';
      lines.push(`  ${idOf(message.from)}${arrow}${idOf(message.to)}: ${escaped(message.label)}`);
    }
    if (!isShown(step)) continue;
    const at = names.includes(step.source)
      ? `over ${idOf(step.source)}`
      : `over ${idOf(names[0] ?? '')},${idOf(names.at(-1) ?? '')}`;
    lines.push(`  note ${at}: ${step.atMs} ms: ${escaped(step.caption)}`);
  }
  return `${['sequenceDiagram', ...lines].join('\n')}\n`;
}

/** Mermaid takes `;` and `#` for its own signs. */
function escaped(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll(';', ',').replaceAll('\n', ' ');
}
