/**
 * What random plans are drawn from, and what a word says about being drawn.
 */
import type { ApiName } from '../../../protocol/messages.ts';
import type { RandomStream } from '../../../sim/index.ts';

/** The run that a random plan is for. */
export interface RunShape {
  /** Faults begin before this time, in ms since the start. */
  readonly withinMs: number;
  /** The longest that any fault lasts, in ms, at least 1. By `withinMs` + 2 * `longestMs` every fault has ended. */
  readonly longestMs: number;
  /** Ids of the brokers, at least one. */
  readonly brokers: readonly number[];
  /** Names of the clients, at least one. */
  readonly clients: readonly string[];
  /**
   * The APIs whose requests are affected besides Produce, which gets half of them. Default Metadata, InitProducerId and
   * Fetch.
   */
  readonly apis?: readonly ApiName[];
}

export interface RandomDraw {
  /**
   * The position of the word in the weighted draw, counted over all words. A new word has the next free number.
   * Changing a position or a weight, or adding a word that is not on demand, changes the random plans of all seeds.
   */
  readonly order: number;
  /** How likely the word is, relative to the others. */
  readonly weight: number;
  /** Plans have the word only if their `weights` name it. Default false. */
  readonly isOnDemand?: true;
}

/** What has been drawn already when a word is asked for its fields. */
export interface DrawContext {
  readonly random: RandomStream;
  readonly shape: RunShape;
}
