/** Why a leader refuses to append a batch. */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import type { RecordError } from '../../protocol/messages.ts';

export interface AppendRefusal {
  readonly error: ErrorName;
  readonly message: string;
  /** Set if single records are invalid; the client then gets these and the message. */
  readonly recordErrors?: readonly RecordError[];
}
