/** What sequence diagrams show of a history. */
import type { Step } from '../history/step.ts';

export interface Actors {
  readonly clients: readonly { readonly name: string }[];
  readonly brokers: readonly { readonly name: string }[];
}

/** From left to right. */
export function namesOf({ clients, brokers }: Actors): readonly string[] {
  return [...clients, ...brokers].map(({ name }) => name);
}

/** Whether the diagram has a note about a step; the arrows are drawn from the messages. */
export function isShown({ weight, event, caption }: Step): boolean {
  return weight === 'main' && caption !== '' && !/ (request|response)$/.test(event) && event !== 'joins';
}
