/**
 * The history of a run as data: steps, each with what it changes in the picture. It is what the worker sends to the page, so it consists of
 * plain objects only.
 */

/** One transition of a run: an event of the trace, or something that the trace has no line for, such as a record that joins a batch. */
export interface Step {
  /** Virtual time, in ms since the start of the run. */
  readonly atMs: number;
  /** What it happened to: a client, a broker, `cluster`, `fault`, `program`. */
  readonly source: string;
  readonly event: string;
  readonly facts: Facts;
  readonly caption: string;
  /** How much attention the step deserves; the player stays longer at steps that matter. */
  readonly weight: Weight;
  /** The parts of the picture that are different from this step on. */
  readonly changes: readonly Change[];
}

export type Weight = 'main' | 'side' | 'quiet';
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;
/** A new value of a part of the picture; `null`: the part is gone. */
export type Change = readonly [key: string, value: Part | null];

/** A part of the picture. The key of a part contains its kind, so that no two parts share one. */
export type Part = ClientPart | RecordPart | BatchPart | MessagePart | BrokerPart | ReplicaPart | VerdictPart;

/** A client and the line of the application that uses it. */
export interface ClientPart {
  readonly kind: 'client';
  readonly name: string;
  readonly role: 'producer' | 'consumer' | 'admin';
  /** The call that the program waits for, such as `get()`; `null`: it is free. */
  readonly waitsFor: string | null;
  readonly waitsSinceMs: number;
  /** What is in flight, by broker id, oldest first. */
  readonly slots: readonly Slot[];
  readonly maxInFlight: number;
  readonly counts: Counts;
  readonly isClosed: boolean;
  /** Producers only: the settings that differ from their defaults. */
  readonly settings: readonly string[];
}

/** A request of a client that is not answered. */
export interface Slot {
  readonly broker: number;
  readonly api: string;
}

/** What became of the records of a client, as far as the client knows. */
export interface Counts {
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  /** Sent with acks=0, so that the client never learns whether the record is stored. */
  readonly unknown: number;
}

/** How the program looks at the result of a send: not at all, by `get()` or `await`, or by a callback. */
export type Way = 'ignored' | 'get' | 'callback';
export type RecordState = 'waits' | 'in batch' | 'in flight' | 'acknowledged' | 'failed' | 'unknown';

/** A record, its future, and its callback. */
export interface RecordPart {
  readonly kind: 'record';
  readonly client: string;
  readonly number: number;
  readonly label: string;
  readonly way: Way;
  readonly state: RecordState;
  /** Whether the program has learned the outcome. */
  readonly isLearned: boolean;
  /** -1: none is known. */
  readonly offset: number;
  readonly error: string | null;
}

/** A batch in the accumulator of a producer. */
export interface BatchPart {
  readonly kind: 'batch';
  readonly client: string;
  readonly name: string;
  readonly partition: string;
  readonly count: number;
  readonly bytes: number;
  /** batch.size */
  readonly size: number;
  /** The labels of the first records. */
  readonly labels: readonly string[];
  /** `unknown`: it was sent with acks=0. */
  readonly state: 'fills' | 'in flight' | 'put back' | 'stored' | 'unknown' | 'failed';
  /** Number of the attempt, from 1; 0: not sent yet. */
  readonly attempt: number;
}

/** A message on the network. */
export interface MessagePart {
  readonly kind: 'message';
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly api: string;
  readonly direction: 'request' | 'response';
  readonly label: string;
  /** `lost`: it never arrives. `held`: a cut link or a paused host holds it back. */
  readonly fate: 'travels' | 'lost' | 'held';
  readonly departsMs: number;
  /** `null`: it does not arrive, or not yet at a known time. */
  readonly arrivesMs: number | null;
  /** How a fault plan names the request, or the request that this is the response to; `null`: it cannot. */
  readonly named: NamedRequest | null;
  /** The epoch of the leader that a Produce request goes to, for its colour; -1 for others. */
  readonly epoch: number;
}

/** The nth request of an API of a client, as fault plans name it. */
export interface NamedRequest {
  readonly on: string;
  readonly client: string;
  /** Among the requests that a fault on requests counts. */
  readonly nth: number;
  /** Among those that expect a response, which a fault on responses counts; 0: it expects none. */
  readonly nthAnswered: number;
}

export interface BrokerPart {
  readonly kind: 'broker';
  readonly id: number;
  readonly name: string;
  readonly state: 'up' | 'starting' | 'down, not noticed yet' | 'down';
  readonly isController: boolean;
}

/** A replica of a partition. */
export interface ReplicaPart {
  readonly kind: 'replica';
  readonly partition: string;
  readonly broker: number;
  readonly role: 'leader' | 'follower' | 'offline';
  readonly isInSync: boolean;
  /** The epoch of the leader that the broker knows; -1: none. */
  readonly epoch: number;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly highWatermark: number;
  /** The last records of the log, oldest first. */
  readonly cells: readonly Cell[];
}

/** A record in a log. */
export interface Cell {
  readonly offset: number;
  readonly label: string;
  /** The producer; empty if it is not known. */
  readonly client: string;
  /** The epoch of the leader that appended it. */
  readonly epoch: number;
  /** The same record is stored at a lower offset, too. */
  readonly isCopy: boolean;
}

/** What became of all records so far. */
export interface VerdictPart {
  readonly kind: 'verdict';
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  /** Whether they are stored cannot be known on the side of the client. */
  readonly unknown: number;
  /** Their outcome is still to come. */
  readonly underWay: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
}
