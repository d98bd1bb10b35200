/**
 * Systematic exploration places one fault after another on each request of a run without faults (src/explore). These
 * are the types for words that it uses.
 */
import type { ApiName } from '../../../protocol/messages.ts';

/** A request of the run without faults. */
export interface SentRequest {
  readonly client: string;
  readonly api: ApiName;
  /** Counts the client's requests of this API, from 1. */
  readonly nth: number;
  /** When the request was sent, in ms since the start. */
  readonly atMs: number;
  /** Id of the broker it was sent to. */
  readonly broker: number;
}

export interface PlacementOptions {
  /** The delay of a late response in ms: longer than the client's request.timeout.ms. */
  readonly lateMs: number;
  /**
   * How long a crashed broker stays down, in ms: longer than broker.session.timeout.ms, so that other brokers take
   * over.
   */
  readonly downMs: number;
}

/** How a word is placed. Words without a placement are not used by systematic exploration. */
export interface Placement<Placed> {
  /** The position of the word's histories among those of one request. It determines the numbers of histories. */
  readonly order: number;
  /** Each element is one history: what happens to the request in it. */
  place(request: SentRequest, options: PlacementOptions): readonly Placed[];
}
