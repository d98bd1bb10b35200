/**
 * Rules decide what happens to messages on the network. A rule is a function from a message to a verdict; the first verdict that is
 * not 'pass' wins, in the order of installation. connection.ts carries verdicts out.
 */
import type { Barrier } from './barrier.ts';

/** A message that is about to be sent. */
export interface Message<M> {
  readonly fromHost: string;
  readonly toHost: string;
  /** Requests are sent by the side that connected, responses by the side that accepted. */
  readonly direction: 'request' | 'response';
  readonly kind: string;
  readonly payload: M;
  readonly socketId: number;
  /** Number of the message among those of its connection and direction, from 1. */
  readonly number: number;
}

/** What happens to a message. */
export type Verdict<M> =
  | { readonly kind: 'pass' | 'drop' | 'disconnect' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'hold'; readonly barrier: Barrier }
  | { readonly kind: 'answer'; readonly payload: M };

/** Decides what happens to a message. */
export type Rule<M> = (message: Message<M>) => Verdict<M>;

/** The message is sent as if there were no rule. */
export const PASS: Verdict<never> = { kind: 'pass' };
/** The message is lost, and neither side is notified. */
export const DROP: Verdict<never> = { kind: 'drop' };
/** The message is lost and its connection breaks; both sides are notified one latency later. */
export const DISCONNECT: Verdict<never> = { kind: 'disconnect' };

/**
 * The message arrives `delayMs` later than it would otherwise. Later messages of the same direction do not overtake it.
 *
 * @throws RangeError unless delayMs is a whole number, 0 or more
 */
export function delay(delayMs: number): Verdict<never> {
  if (delayMs >= 0 && Number.isInteger(delayMs)) return { kind: 'delay', delayMs };
  throw new RangeError(`A delay must be a whole number of ms, 0 or more, but it is ${delayMs}`);
}

/** The message, and all later ones of its direction, wait until the barrier opens. */
export function hold(barrier: Barrier): Verdict<never> {
  return { kind: 'hold', barrier };
}

/** For requests only: the sender receives `payload` as the response, and the receiver never sees the request. */
export function answer<M>(payload: M): Verdict<M> {
  return { kind: 'answer', payload };
}

/** The rules in force on a network. */
export class Rules<M> {
  /** Replaced as a whole, never modified, so that a rule may install or remove rules while it is called. */
  private rules: readonly Rule<M>[] = [];

  /** Whether there are no rules. */
  get isEmpty(): boolean {
    return this.rules.length === 0;
  }

  /**
   * Adds a rule after the existing ones.
   *
   * @returns a function that removes the rule
   */
  install(rule: Rule<M>): () => void {
    const entry: Rule<M> = (message) => rule(message);
    this.rules = [...this.rules, entry];
    return () => {
      this.rules = this.rules.filter((other) => other !== entry);
    };
  }

  /** Returns the first verdict that is not 'pass'. */
  judge(message: Message<M>): Verdict<M> {
    const rules = this.rules;
    for (let i = 0; i < rules.length; i++) {
      const verdict = (rules[i] as Rule<M>)(message);
      if (verdict.kind !== 'pass') return verdict;
    }
    return PASS;
  }
}
