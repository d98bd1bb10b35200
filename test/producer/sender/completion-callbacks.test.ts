import { describe, expect, it } from 'vitest';
import type { RecordMetadata } from '../../../src/producer/record/record-metadata.ts';
import type { Callback } from '../../../src/producer/result/callback.ts';
import { CompletionCallbacks } from '../../../src/producer/sender/completion-callbacks.ts';
import { ScriptedHost } from '../../client/network/scripted-host.ts';
import { append, openBatch } from '../accumulator/open-batch.ts';
import { contextOnTest } from '../context-on-test.ts';

class Completed {
  readonly clientHost = new ScriptedHost();
  readonly seen: string[] = [];
  private readonly isIntercepted: boolean;

  constructor(isIntercepted = false) {
    this.isIntercepted = isIntercepted;
  }

  readonly note =
    (who: string) =>
    (metadata: RecordMetadata, error: Error | null): void => {
      const sizes = `${metadata.serializedKeySize()}/${metadata.serializedValueSize()}`;
      this.seen.push(
        `${who} ${metadata.toString()} at ${metadata.timestamp()} of ${sizes} ${error?.message ?? 'fine'}`,
      );
    };

  /** Ends a batch of records with these callbacks, at offset 10. */
  end(callbacks: readonly (Callback | undefined)[], error: Error | null = null): this {
    const batch = openBatch();
    for (const [row, callback] of callbacks.entries()) {
      append(batch, { key: 'k', value: 'vv', timestampMs: 100 + row, ...(callback !== undefined && { callback }) });
    }
    batch.result.set(error === null ? 10 : -1, -1, error);
    const onAcknowledgement = this.note('interceptor');
    const interceptors = { isEmpty: !this.isIntercepted, onAcknowledgement };
    new CompletionCallbacks(contextOnTest({}, this.clientHost), interceptors).run(batch, () => error);
    return this;
  }
}

describe('Callbacks', () => {
  it('are called in order of the batch, each with the offset, timestamp and sizes of its record', () => {
    const completed = new Completed();
    expect(completed.end([completed.note('a'), undefined, completed.note('c')]).seen).toEqual([
      'a t-0@10 at 100 of 1/2 fine',
      'c t-0@12 at 102 of 1/2 fine',
    ]);
  });

  it('get the error of a failed record, and metadata with nothing but the partition', () => {
    const completed = new Completed();
    expect(completed.end([completed.note('a')], new Error('lost')).seen).toEqual(['a t-0@-1 at -1 of -1/-1 lost']);
  });

  it('can be objects', () => {
    const completed = new Completed();
    const callback = { onCompletion: completed.note('object') };
    expect(completed.end([callback]).seen).toHaveLength(1);
  });

  it('are called after the interceptors, record by record; interceptors are called for every record', () => {
    const completed = new Completed(true);
    expect(completed.end([completed.note('a'), undefined]).seen.map((line) => line.split(' ')[0])).toEqual([
      'interceptor',
      'a',
      'interceptor',
    ]);
  });

  it('that throw leave a line in the log, and the others are called', () => {
    const completed = new Completed();
    const failing = (): void => {
      throw new Error('my mistake');
    };
    completed.end([failing, completed.note('b')]);
    expect(completed.seen).toHaveLength(1);
    expect(completed.clientHost.logs).toMatchObject([
      {
        level: 'ERROR',
        message: "Error executing user-provided callback on message for topic-partition 't-0'",
        error: { message: 'my mistake' },
      },
    ]);
    expect(completed.clientHost.userErrors).toEqual(['Error: my mistake in the callback of a send to t-0']);
  });
});
