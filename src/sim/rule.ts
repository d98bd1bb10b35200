/**
 * Fault rules: a function from a message to a verdict. The first that does not pass wins, in order of installation.
 *
 * Owns: the verdicts and the list of rules in force.
 * Refuses to know: how a verdict is carried out (connection.ts).
 */
import type { Barrier } from './barrier.ts';

/** A message about to travel. */
export interface Message<M> {
  readonly fromHost: string;
  readonly toHost: string;
  /** A request travels away from the side that connected, a response towards it. */
  readonly direction: 'request' | 'response';
  readonly kind: string;
  readonly payload: M;
  readonly socketId: number;
  /** Ordinal of the message among those of its connection and direction, from 1. */
  readonly number: number;
}

export type Verdict<M> =
  | { readonly kind: 'pass' | 'drop' | 'disconnect' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'hold'; readonly barrier: Barrier }
  | { readonly kind: 'answer'; readonly payload: M };

export type Rule<M> = (message: Message<M>) => Verdict<M>;

/** The message travels as if there were no rule. */
export const PASS: Verdict<never> = { kind: 'pass' };
/** The message never arrives, and nobody is told. */
export const DROP: Verdict<never> = { kind: 'drop' };
/** The message is lost and its connection breaks; both sides are told one latency later. */
export const DISCONNECT: Verdict<never> = { kind: 'disconnect' };

/**
 * The message arrives `delayMs` later than it would; those behind it in its direction cannot overtake it.
 *
 * @throws RangeError unless delayMs is a whole number, 0 or more
 */
export function delay(delayMs: number): Verdict<never> {
  if (delayMs >= 0 && Number.isInteger(delayMs)) return { kind: 'delay', delayMs };
  throw new RangeError(`A message cannot be delayed by ${delayMs} ms: give a whole number, 0 or more`);
}

/** The message, and all behind it in its direction, waits until the barrier opens. */
export function hold(barrier: Barrier): Verdict<never> {
  return { kind: 'hold', barrier };
}

/** For requests: `payload` comes back as if the receiver had answered at once; the receiver never sees the request. */
export function answer<M>(payload: M): Verdict<M> {
  return { kind: 'answer', payload };
}

export class Rules<M> {
  /** Replaced, never changed, so that a rule may install or undo rules while it judges. */
  private rules: readonly Rule<M>[] = [];

  /** True while nothing needs to be judged. */
  get isEmpty(): boolean {
    return this.rules.length === 0;
  }

  /** Puts a rule in force, behind those there are. Returns the undo. */
  install(rule: Rule<M>): () => void {
    const entry: Rule<M> = (message) => rule(message);
    this.rules = [...this.rules, entry];
    return () => {
      this.rules = this.rules.filter((other) => other !== entry);
    };
  }

  judge(message: Message<M>): Verdict<M> {
    const rules = this.rules;
    for (let i = 0; i < rules.length; i++) {
      const verdict = (rules[i] as Rule<M>)(message);
      if (verdict.kind !== 'pass') return verdict;
    }
    return PASS;
  }
}
