/**
 * Covers: src/producer/context/callback-stops.ts, src/producer/sender/end-poll.ts, src/producer/sender/produce-turn.ts,
 * src/producer/threads/calling-thread.ts, src/producer/threads/io-thread.ts
 *
 * Calls inside callbacks. On the I/O thread, one that has to wait stops that thread until it is over; the golden scenarios
 * `callback_*`, c2 and c3 compare this with Java's producer.
 */
import { describe, expect, it } from 'vitest';
import { metadataResponse, topic } from '../../client/network/scripted-broker.ts';
import { PRODUCE_MS, ProducerOnScript, type Script, shortly } from '../producer-on-script.ts';
import { TransactionalOnScript } from '../transactions/transactional-on-script.ts';

const MAX_BLOCK = { 'max.block.ms': 1_000 };

/** A producer that knows the topic `t`; there is no other. */
function warm(script: Script = {}): ProducerOnScript {
  return new ProducerOnScript({
    ...script,
    config: { ...MAX_BLOCK, ...script.config },
    other: (request) => {
      if (request.api !== 'Metadata') return script.other?.(request);
      const topics = (request.topics ?? []).map((name) =>
        name === 't' ? topic(name, [0, 0]) : { ...topic(name, []), error: 'UNKNOWN_TOPIC_OR_PARTITION' as const },
      );
      // Not faster than a produce request, whose response it must not overtake on their connection.
      const delayMs = request.topics?.includes('nowhere') === true ? PRODUCE_MS : 0;
      return { response: metadataResponse(topics), delayMs };
    },
  }).warmUp();
}

const deadLetter = (on: ProducerOnScript): void => void on.send('dead letter', { topic: 'nowhere' });
const NOT_PRESENT = 'dead letter -> TimeoutException: Topic nowhere not present in metadata after 1000 ms.';

describe('A send() in a callback that waits for metadata', () => {
  it('stops the I/O thread for max.block.ms: nothing is sent or received in that time', () => {
    const on = warm({ config: { 'linger.ms': 0 } });
    on.send('a', { callback: () => deadLetter(on) });
    on.runUntil(100);
    on.send('b');
    on.runUntil(2_000);
    expect(on.outcomes).toEqual([`1005 ${NOT_PRESENT}`, '1010 b -> 0@1']);
    expect(shortly(on.sent)).toEqual(['0 t-0 a', '1005 t-0 b']);
  });

  it('delays the other callbacks and the futures of its batch', () => {
    const on = warm();
    const first = on.send('a', { callback: () => deadLetter(on) });
    const second = on.send('b');
    on.runUntil(500);
    expect([first.isDone(), second.isDone(), on.outcomes]).toEqual([false, false, []]);
    on.runUntil(2_000);
    expect([first.isDone(), second.isDone()]).toEqual([true, true]);
    expect(on.outcomes).toEqual([`1005 ${NOT_PRESENT}`, '1005 b -> 0@1']);
  });

  it('stops it anew in each callback', () => {
    const on = warm();
    for (const name of ['a', 'b', 'c'])
      on.send(name, { callback: () => deadLetter(on), partition: name === 'c' ? 1 : 0 });
    on.runUntil(5_000);
    expect(on.outcomes).toEqual([`1005 ${NOT_PRESENT}`, `2005 ${NOT_PRESENT}`, `3005 ${NOT_PRESENT}`]);
  });

  it('delays the calls that the callback makes after it', () => {
    const on = warm();
    on.send('a', {
      callback: () => {
        deadLetter(on);
        deadLetter(on);
        on.send('b');
      },
    });
    on.runUntil(5_000);
    expect(on.outcomes).toEqual([`1005 ${NOT_PRESENT}`, `2005 ${NOT_PRESENT}`, '2010 b -> 0@1']);
  });

  it('lets batches expire later than delivery.timeout.ms', () => {
    const config = { 'delivery.timeout.ms': 500, 'request.timeout.ms': 400 };
    const on = warm({ config, produce: (nth) => (nth === 2 ? null : undefined) });
    on.send('a', { callback: () => deadLetter(on) });
    on.runUntil(3);
    on.send('b', { partition: 1 });
    on.runUntil(3_000);
    expect(on.outcomes[1]).toMatch(/^1005 b -> TimeoutException: Expiring 1 record\(s\) for t-1:1002 ms has passed/);
  });

  it('does not stop threads of the application', async () => {
    const on = warm({ config: { 'max.block.ms': 1_000 } });
    on.send('a', { callback: () => deadLetter(on) });
    on.runUntil(100);
    const partitions = on.producer.partitionsFor('t');
    const closed = on.producer.close(100);
    on.runUntil(2_000);
    expect(await partitions).toHaveLength(2);
    await closed;
    // close() by force ends the thread when it goes on.
    expect(on.outcomes).toEqual([`1005 ${NOT_PRESENT}`]);
  });
});

describe('Where a callback stops the I/O thread', () => {
  it('may be at the end of a batch that the broker refuses', () => {
    const on = warm({ produce: (nth) => (nth === 1 ? 'INVALID_REQUIRED_ACKS' : undefined) });
    on.send('a', { callback: () => deadLetter(on) });
    on.runUntil(2_000);
    on.send('b');
    on.runUntil(3_000);
    expect(on.outcomes).toEqual([`1005 ${NOT_PRESENT}`, '2005 b -> 0@0']);
    expect(on.producer.metrics().size).toBeGreaterThan(0);
  });

  it('may be at the end of a batch that expires: what the turn sends is sent later', () => {
    const config = { 'request.timeout.ms': 2_000, 'linger.ms': 200, 'delivery.timeout.ms': 2_200 };
    const on = warm({
      config: { ...config, 'retry.backoff.ms': 9_999 },
      produce: (nth) => (nth === 1 ? 'REQUEST_TIMED_OUT' : undefined),
    });
    on.send('a', { partition: 1, callback: () => deadLetter(on) });
    on.runUntil(2_000);
    on.send('b');
    on.runUntil(4_000);
    expect(on.outcomes).toEqual([`3200 ${NOT_PRESENT}`, '3205 b -> 0@0']);
    expect(shortly(on.sent)).toEqual(['200 t-1 a', '3200 t-0 b']);
  });

  it('may be at the end of batches that close() aborts', async () => {
    const on = warm({ config: { 'linger.ms': 10_000 } });
    on.send('a', { callback: () => void on.producer.flush().catch(() => {}) });
    on.send('b', { partition: 1 });
    const closed = on.producer.close(0);
    on.runUntil(100);
    expect(on.outcomes).toEqual([]);
    on.producer.interrupt();
    on.runUntil(100);
    await closed;
    expect(on.outcomes).toEqual(['100 b -> KafkaException: Producer is closed forcefully.']);
  });

  it('may be at the end of a request whose connection is lost', () => {
    const config = { retries: 0, 'max.in.flight.requests.per.connection': 1 };
    const on = warm({ config, produce: (nth) => (nth === 1 ? { disconnectAfterMs: 5 } : undefined) });
    on.send('a', { callback: () => deadLetter(on) });
    on.send('b', { partition: 1 });
    on.runUntil(3_000);
    on.send('c');
    on.runUntil(4_000);
    expect(on.outcomes.map((line) => line.slice(0, 20))).toEqual([
      '1005 dead letter -> ',
      '1005 b -> NetworkExc',
      '3005 c -> 0@0',
    ]);
  });
});

describe('Other calls in a callback', () => {
  it('wait for memory like a send: its batch has returned none', () => {
    const on = warm({ config: { 'buffer.memory': 1_000, 'batch.size': 1_000 } });
    on.send('a', { callback: () => void on.send('b') });
    on.runUntil(2_000);
    expect(on.outcomes).toEqual([
      '1005 b -> BufferExhaustedException: Failed to allocate 1000 bytes within the configured max blocking time 1000 ms. Total memory: 1000 bytes. Available memory: 0 bytes. Poolable size: 1000 bytes',
    ]);
    on.send('c');
    on.runUntil(3_000);
    expect(on.outcomes[1]).toBe('2005 c -> 0@1');
  });

  it('partitionsFor() waits for metadata', async () => {
    const on = warm();
    let partitions: Promise<unknown> | undefined;
    on.send('a', {
      callback: () => {
        partitions = on.producer.partitionsFor('nowhere');
        partitions.catch(() => {});
      },
    });
    on.send('b');
    on.runUntil(2_000);
    await expect(partitions).rejects.toThrow('Topic nowhere not present in metadata after 1000 ms.');
    expect(on.outcomes).toEqual(['1005 b -> 0@1']);
  });

  it('flush() never returns, since it waits for the batch whose callbacks run', async () => {
    const on = warm();
    let flushed: Promise<unknown> | undefined;
    on.send('a', {
      callback: () => {
        flushed = on.producer.flush();
        flushed.catch(() => {});
      },
    });
    on.send('b');
    on.runUntil(1_000_000);
    expect(on.outcomes).toEqual([]);
    on.producer.interrupt();
    on.runUntil(1_000_000);
    await expect(flushed).rejects.toThrow('Flush interrupted.');
    expect(on.outcomes).toEqual(['1000000 b -> 0@1']);
  });

  it('close() does not wait, but for calls before it in the callback', async () => {
    const on = warm();
    let closed: Promise<unknown> | undefined;
    on.send('a', {
      callback: () => {
        deadLetter(on);
        closed = on.producer.close(5_000);
      },
    });
    on.send('b');
    on.send('c', { partition: 1 });
    on.runUntil(1_000);
    expect(on.warnings).toEqual([]);
    on.runUntil(2_000);
    await closed;
    expect(on.warnings).toEqual([
      'WARN Overriding close timeout 5000 ms to 0 ms in order to prevent useless blocking due to self-join. This means you have incorrectly invoked close with a non-zero timeout from the producer call-back.',
    ]);
    expect(on.outcomes.map((line) => line.slice(0, 22))).toEqual([
      '1005 dead letter -> Ti',
      '1005 b -> 0@1',
      '1005 c -> 1@0',
    ]);
  });

  it('commitTransaction() waits for a coordinator that cannot be asked', async () => {
    const running = await new TransactionalOnScript({ config: MAX_BLOCK }).inTransaction();
    let committed: Promise<unknown> | undefined;
    running.send('a', {
      callback: () => {
        committed = running.producer.commitTransaction();
        committed.catch(() => {});
      },
    });
    await running.until(1_000);
    expect(running.requests.some((line) => line.includes('EndTxn'))).toBe(false);
    await running.until(3_000);
    await expect(committed).rejects.toThrow('Timeout expired after 1000ms while awaiting EndTxn(true)');
    expect(running.requests.at(-1)).toMatch(/EndTxn commit/);
  });
});

describe('The code of the program', () => {
  it('that awaits a call in a callback goes on before the I/O thread does', async () => {
    const on = warm();
    const seen: string[] = [];
    on.send('a', {
      callback: async () => {
        await on.producer.partitionsFor('nowhere').catch(() => {});
        seen.push(`${on.nowMs} after the call: ${on.outcomes.length} outcomes`);
      },
    });
    on.send('b');
    for (let ms = 0; ms < 1_005; ms += 5) on.runUntil(ms);
    while (seen.length === 0) {
      on.clientHost.step();
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
    expect(seen).toEqual(['1005 after the call: 0 outcomes']);
  });
});

describe('A callback that runs inside send(), on the thread of the application', () => {
  /** A record that is too large: its callback is called before send() returns. */
  const TOO_LARGE = { 'max.request.size': 100 };

  it('closes the producer then and there', async () => {
    const on = warm({ config: { ...TOO_LARGE, 'linger.ms': 10_000 } });
    on.send('a');
    let closed: Promise<unknown> | undefined;
    const refused = on.send('x'.repeat(200), {
      callback: () => {
        closed = on.producer.close();
      },
    });
    expect(refused.isDone()).toBe(false);
    on.runUntil(5);
    await closed;
    expect([on.outcomes, refused.isDone()]).toEqual([['5 a -> 0@0'], true]);
  });

  it('delays its own send(), and those behind it, and not the I/O thread', () => {
    const on = warm({ config: TOO_LARGE });
    const refused = on.send('x'.repeat(200), { callback: () => deadLetter(on) });
    const later = on.send('b');
    on.send('c', { partition: 1, topic: 't' });
    on.runUntil(500);
    expect([refused.isDone(), later.partition]).toEqual([false, null]);
    on.runUntil(2_000);
    expect(refused.isDone()).toBe(true);
    expect(on.outcomes).toEqual([`1000 ${NOT_PRESENT}`, '1005 b -> 0@0', '1005 c -> 1@0']);
  });

  it('lets its exception out of a send() that has not waited', () => {
    const on = warm({ config: TOO_LARGE });
    const callback = (): void => {
      throw new Error('not large enough');
    };
    expect(() => on.send('x'.repeat(200), { callback })).toThrow('not large enough');
  });
});
