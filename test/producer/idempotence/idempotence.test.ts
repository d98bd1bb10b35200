/**
 * Covers: src/producer/idempotence/idempotence.ts, src/producer/idempotence/sequences.ts,
 * src/producer/idempotence/producer-id.ts, src/producer/idempotence/epoch-bump.ts
 */
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../client/network/scripted-host.ts';
import {
  describeError,
  ProducerOnScript,
  produced,
  refusal,
  type Script,
  type SentBatch,
} from '../producer-on-script.ts';

function started(script: Script = {}): ProducerOnScript {
  return new ProducerOnScript({ ...script, config: { 'batch.size': 1, ...script.config } }).warmUp();
}

/** Too long for two of them to share a batch of batch.size 1. */
const long = (letter: string): string => letter.repeat(20);

/** `<ms> <first letter> <epoch>/<sequence>` */
const numbers = (sent: readonly SentBatch[]): string[] =>
  sent.map((batch) => `${batch.atMs} ${String(batch.values[0])[0]} ${batch.producerEpoch}/${batch.baseSequence}`);

function identity(producerId: number, producerEpoch: number): Answer {
  return { response: { api: 'InitProducerId', throttleTimeMs: 0, error: 'NONE', producerId, producerEpoch } };
}

describe('An idempotent producer', () => {
  it('gets a producer id before it sends anything', () => {
    const running = new ProducerOnScript();
    const states: string[] = [];
    running.producer.events.on('stateChanged', (source, target) => states.push(`${source} > ${target}`));
    running.send('a');
    running.runUntil(10);
    expect(states).toEqual(['UNINITIALIZED > INITIALIZING', 'INITIALIZING > READY']);
    expect(running.clientHost.logs.at(-1)?.message).toBe(
      '[Producer clientId=producer-1] ProducerId set to 1000 with epoch 0',
    );
    expect(running.sent).toMatchObject([{ producerEpoch: 0, baseSequence: 0, values: ['a'] }]);
  });

  it('numbers the records of each partition', () => {
    const running = new ProducerOnScript({ config: { 'linger.ms': 10 } }).warmUp();
    for (const partition of [0, 0, 1]) running.send('a', { partition });
    running.runUntil(15);
    for (const partition of [0, 1, 1]) running.send('b', { partition });
    running.runUntil(40);
    expect(running.sent.map(({ place, baseSequence, values }) => [place, baseSequence, values.length])).toEqual([
      ['t-0', 0, 2],
      ['t-1', 0, 1],
      ['t-1', 1, 2],
      ['t-0', 2, 1],
    ]);
  });

  it('sends a batch again with the same sequence', () => {
    const running = started({ produce: (nth) => (nth === 1 ? 'NOT_ENOUGH_REPLICAS' : undefined) });
    running.send(long('a'));
    running.runUntil(200);
    expect(numbers(running.sent)).toEqual(['0 a 0/0', '105 a 0/0']);
  });

  it('keeps the order of batches that have to be sent again, one at a time', () => {
    const running = started({ produce: (nth) => (nth <= 2 ? 'NOT_ENOUGH_REPLICAS' : undefined) });
    for (const letter of ['a', 'b']) running.send(long(letter));
    running.runUntil(300);
    expect(numbers(running.sent)).toEqual(['0 a 0/0', '0 b 0/1', '105 a 0/0', '110 b 0/1']);
    expect(running.outcomes.map((line) => line.split(' ')[0])).toEqual(['110', '115']);
  });

  it('treats a duplicate as written, at an unknown offset', () => {
    const running = started({ produce: () => 'DUPLICATE_SEQUENCE_NUMBER' });
    running.send('a');
    running.runUntil(10);
    expect(running.outcomes).toEqual(['5 a -> 0@-1']);
  });
});

describe('A lost sequence', () => {
  it('bumps the epoch, and the batches in flight behind it get new sequences', () => {
    const running = started({
      produce: (nth) => (['INVALID_RECORD', 'OUT_OF_ORDER_SEQUENCE_NUMBER'] as const)[nth - 1],
    });
    for (const letter of ['a', 'b']) running.send(long(letter));
    running.runUntil(300);
    expect(running.outcomes.map((line) => line.replaceAll(/(.)\1{19}/g, '$1'))).toEqual([
      expect.stringContaining('5 a -> InvalidRecordException') as string,
      '110 b -> 0@0',
    ]);
    expect(numbers(running.sent)).toEqual(['0 a 0/0', '0 b 0/1', '105 b 1/0']);
  });

  it('lets other partitions keep the old epoch until they have nothing in flight', () => {
    const running = started({
      leaders: [0, 1],
      produce: (nth, { partitions }) => {
        if (nth === 1) return 'INVALID_RECORD';
        const answers = partitions.map((part) => refusal(part, 'NONE', { baseOffset: nth }));
        return nth === 2 ? produced(answers, 50) : undefined;
      },
    });
    running.send(long('a'));
    running.send(long('b'), { partition: 1 });
    running.runUntil(20);
    running.send(long('c'), { partition: 1 });
    running.runUntil(30);
    expect(numbers(running.sent)).toEqual(['0 a 0/0', '0 b 0/0']);
    running.runUntil(60);
    expect(numbers(running.sent).slice(2)).toEqual(['50 c 1/0']);
  });

  it('does not count as lost when retries are used up: the sequence is skipped', () => {
    const running = started({
      config: { retries: 1 },
      produce: (nth) => (nth <= 2 ? 'NOT_ENOUGH_REPLICAS' : undefined),
    });
    running.send(long('a'));
    running.runUntil(200);
    running.send(long('b'));
    running.runUntil(300);
    expect(numbers(running.sent)).toEqual(['0 a 0/0', '105 a 0/0', '200 b 0/1']);
  });

  it('leads to a new producer id when the epochs are used up', () => {
    const ids = [identity(1000, 32_767), identity(2000, 0)];
    const running = started({
      other: ({ api }) => (api === 'InitProducerId' ? ids.shift() : undefined),
      produce: (nth) => (nth === 1 ? 'INVALID_RECORD' : undefined),
    });
    running.send(long('a'));
    running.runUntil(10);
    running.send(long('b'));
    running.runUntil(300);
    expect(numbers(running.sent).map((line) => line.slice(-7))).toEqual([
      '32767/0',
      expect.stringContaining('0/0') as string,
    ]);
    expect(ids).toEqual([]);
  });
});

describe('OUT_OF_ORDER_SEQUENCE_NUMBER', () => {
  it('for a batch behind an unanswered one is retried', () => {
    const answers = ['NOT_ENOUGH_REPLICAS', 'OUT_OF_ORDER_SEQUENCE_NUMBER'] as const;
    const running = started({ produce: (nth) => answers[nth - 1] });
    for (const letter of ['a', 'b']) running.send(long(letter));
    running.runUntil(300);
    expect(numbers(running.sent)).toEqual(['0 a 0/0', '0 b 0/1', '105 a 0/0', '110 b 0/1']);
  });

  it('for the batch that should have been next means that the broker has lost records, and the epoch is bumped', () => {
    const running = started({ produce: (nth) => (nth === 2 ? 'OUT_OF_ORDER_SEQUENCE_NUMBER' : undefined) });
    running.send(long('a'));
    running.runUntil(10);
    running.send(long('b'));
    running.runUntil(300);
    expect(numbers(running.sent)).toEqual(['0 a 0/0', '10 b 0/1', '115 b 1/0']);
  });
});

describe('UNKNOWN_PRODUCER_ID', () => {
  function sentWith(logStartOffset: number): string[] {
    const running = started({
      produce: (nth, { partitions }) =>
        nth === 2 ? produced(partitions.map((p) => refusal(p, 'UNKNOWN_PRODUCER_ID', { logStartOffset }))) : undefined,
    });
    running.send(long('a'));
    running.runUntil(10);
    running.send(long('b'));
    running.runUntil(300);
    return numbers(running.sent);
  }

  it('without a log start offset is retried unchanged', () => {
    expect(sentWith(-1)).toEqual(['0 a 0/0', '10 b 0/1', '115 b 0/1']);
  });

  it('with a log start offset bumps the epoch', () => {
    expect(sentWith(1)).toEqual(['0 a 0/0', '10 b 0/1', '115 b 1/0']);
  });

  it('for a batch that has a new sequence, and was sent since, bumps the epoch again', () => {
    const running = started({
      produce: (nth, { partitions }) =>
        nth <= 2
          ? produced(partitions.map((p) => refusal(p, 'UNKNOWN_PRODUCER_ID', { logStartOffset: 1 })))
          : undefined,
    });
    running.send(long('a'));
    running.runUntil(300);
    expect(numbers(running.sent)).toEqual(['0 a 0/0', '105 a 1/0', '210 a 2/0']);
  });
});

describe('A batch that expired', () => {
  it('in its first attempt leaves a gap, and nothing else', () => {
    const config = { 'delivery.timeout.ms': 100, 'request.timeout.ms': 100, 'linger.ms': 0 };
    const running = started({
      config,
      produce: (nth, { partitions }) => {
        const answers = partitions.map((part) => refusal(part, 'NONE', { baseOffset: nth }));
        return nth === 1 ? produced(answers, 150) : undefined;
      },
    });
    running.send(long('a'));
    running.runUntil(160);
    running.send(long('b'));
    running.runUntil(300);
    expect(numbers(running.sent).map((line) => line.slice(-3))).toEqual(['0/0', '0/1']);
  });

  it('after an attempt that may have been written makes its partition wait, then bumps the epoch', () => {
    const config = { 'delivery.timeout.ms': 150, 'request.timeout.ms': 150 };
    const running = started({ config, produce: (nth) => (nth === 1 ? 'NOT_ENOUGH_REPLICAS_AFTER_APPEND' : null) });
    running.send(long('a'));
    running.runUntil(160);
    expect(running.outcomes[0]).toContain('Expiring 1 record(s) for t-0:150 ms has passed since batch creation');
    running.send(long('b'));
    running.runUntil(165);
    const bump = running.clientHost.logs.find(({ message }) => message.includes('Going to bump epoch'));
    expect(bump?.message).toContain("No inflight batches remaining for t-0, last ack'd sequence for partition is -1");
    expect(numbers(running.sent)).toEqual(['0 a 0/0', '105 a 0/0', '160 b 1/0']);
  });
});

describe('Getting a producer id', () => {
  it('is tried again after retry.backoff.ms while the error is retriable', () => {
    let asked = 0;
    const running = started({
      other: ({ api }) => {
        if (api !== 'InitProducerId' || ++asked > 1) return undefined;
        const error = 'COORDINATOR_LOAD_IN_PROGRESS';
        return { response: { api, throttleTimeMs: 0, error, producerId: -1, producerEpoch: -1 } };
      },
    });
    running.send('a');
    running.runUntil(300);
    expect([asked, running.outcomes]).toEqual([2, ['105 a -> 0@0']]);
  });

  it('with an error that is not retriable fails every record, including later ones', () => {
    const running = new ProducerOnScript({
      other: ({ api }) =>
        api === 'InitProducerId'
          ? { response: { api, throttleTimeMs: 0, error: 'INVALID_REQUEST', producerId: -1, producerEpoch: -1 } }
          : undefined,
    });
    running.send('a');
    running.runUntil(50);
    expect(running.outcomes[0]).toContain('a -> KafkaException: Unexpected error in InitProducerIdResponse');
    let thrown: unknown;
    try {
      running.send('b');
    } catch (error) {
      thrown = error;
    }
    expect(describeError(thrown as Error)).toBe(
      'KafkaException: Cannot execute transactional method because we are in an error state',
    );
  });

  it('without authorization fails what is buffered, and is tried again', () => {
    let asked = 0;
    const running = new ProducerOnScript({
      other: ({ api }) => {
        if (api !== 'InitProducerId' || ++asked > 1) return undefined;
        const error = 'CLUSTER_AUTHORIZATION_FAILED';
        return { response: { api, throttleTimeMs: 0, error, producerId: -1, producerEpoch: -1 } };
      },
    });
    running.send('a');
    running.runUntil(50);
    expect(running.outcomes).toEqual(['0 a -> ClusterAuthorizationException: Cluster authorization failed.']);
    running.send('b');
    running.runUntil(200);
    expect(running.outcomes[1]).toContain('b -> 0@0');
  });
});
