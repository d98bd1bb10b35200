/**
 * Covers: src/kits/assert/alignment.ts, src/kits/assert/similarity.ts, src/kits/assert/comparison.ts and src/kits/assert/field-differences.ts.
 *
 * What a failed expectation about a topic says: in its message, and in the diff of the test runner.
 */
import { stripVTControlCharacters } from 'node:util';
import { Simulation } from 'kafka-trial';
import { assertContainsRecord, assertDelivered, matchers, type RecordPattern } from 'kafka-trial/assert';
import { expect } from 'kafka-trial/vitest';
import { describe, it } from 'vitest';
import { TEXT } from './runs.ts';

interface Failure extends Error {
  readonly expected?: unknown;
  readonly actual?: unknown;
}

interface Order {
  readonly id: number;
  readonly total: number;
}

const orders = Array.from({ length: 100 }, (_, id): Order => ({ id, total: id * 10 }));
const long = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`field${i}`, `${i}`]));

async function topicOf(values: readonly (object | string)[], partitions = 1): Promise<Simulation> {
  const sim = new Simulation({ seed: 7, guarantees: 'all', trace: false });
  sim.createTopic('orders', { partitions });
  const producer = sim.producer(TEXT);
  await sim.run(async () => {
    for (const [index, value] of values.entries()) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      producer.send({ topic: 'orders', partition: index % partitions, key: `k${index}`, value: text });
    }
    await producer.close();
  });
  return sim;
}

function failureOf(expectation: () => void): Failure {
  try {
    expectation();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('The expectation was met.');
}

async function notDelivered(values: readonly (object | string)[], patterns: readonly RecordPattern[], partitions = 1) {
  const sim = await topicOf(values, partitions);
  return failureOf(() => assertDelivered(sim.topic('orders'), patterns));
}

/** The lines of Vitest's diff, without colours. */
function diffOf({ expected, actual }: Failure): readonly string[] {
  let text = '';
  expect.extend({
    takeDiff() {
      text = this.utils.diff(expected, actual) ?? '';
      return { pass: true, message: () => '' };
    },
  });
  (expect(0) as unknown as { takeDiff(): void }).takeDiff();
  return stripVTControlCharacters(text).split('\n').slice(3);
}

function changes(failure: Failure): readonly string[] {
  return diffOf(failure).filter((line) => /^[+-]/.test(line));
}

/** The message up to the histories. */
function summaryOf({ message }: Failure): readonly string[] {
  const lines = message.split('\n');
  return lines.slice(
    1,
    lines.findIndex((line) => /^(record \d|No producer|Replay)/.test(line)),
  );
}

describe('A list of records with differences', () => {
  it('shows one wrong record among a hundred, and its wrong field', async () => {
    const values = orders.map((order) => (order.id === 57 ? { ...order, total: 571 } : order));
    const failure = await notDelivered(
      values,
      orders.map((value) => ({ value })),
    );
    expect(diffOf(failure)).toMatchInlineSnapshot(`
      [
        "@@ -7,11 +7,11 @@",
        "      },",
        "    },",
        "    {",
        "      "value": {",
        "        "id": 57,",
        "-       "total": 570,",
        "+       "total": 571,",
        "      },",
        "    },",
        "    {",
        "      "value": {",
        "        "id": 58,",
      ]
    `);
    expect(summaryOf(failure)).toMatchInlineSnapshot(`
      [
        "orders does not contain exactly the expected records: 1 record differs.",
        "  differs:    { key: "k57", value: {"id":57,"total":571} } at orders-0@57",
        "              value.total: expected 570, received 571",
      ]
    `);
    expect(failure.message.match(/^record \d+ of/gm)).toEqual(['record 58 of']);
  });

  it('shows the same for patterns of text, of values alone, and with several partitions', async () => {
    const values = orders.map((order) => (order.id === 57 ? { ...order, total: 571 } : order));
    for (const partitions of [1, 3]) {
      const failure = await notDelivered(
        values,
        orders.map((order) => JSON.stringify(order)),
        partitions,
      );
      expect(changes(failure)).toEqual(['-     "total": 570,', '+     "total": 571,']);
    }
  });

  it.each([
    [1, 'differs', ': 1 record differs.'],
    [3, 'is missing, and another unexpected', ': 1 record is missing, 1 record is unexpected.'],
  ])('shows of %i partitions that one record %s, if it is equal to a later one', async (partitions, _, summary) => {
    const values = orders.map(({ id }) => ({ id: id === 57 ? 60 : id }));
    const patterns = orders.map(({ id }) => ({ value: { id } }));
    expect((await notDelivered(values, patterns, partitions)).message).toContain(summary);
  });

  it('takes a record that differs from its pattern for the one that should fit, rather than the next', async () => {
    const failure = await notDelivered(['{"n":2}', '{"n":2}', '{"n":4}'], ['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(failure.message).toContain('2 records differ.');
    expect(changes(failure)).toEqual(['-     "n": 1,', '+     "n": 2,', '-     "n": 3,', '+     "n": 4,']);
  });

  it('shows the last field of a long value', async () => {
    const failure = await notDelivered([{ ...long, last: 'a' }], [{ value: { ...long, last: 'b' } }]);
    expect(changes(failure)).toEqual(['-       "last": "b",', '+       "last": "a",']);
    expect(summaryOf(failure).at(-1)?.trim()).toBe('value.last: expected "b", received "a"');
  });

  it('takes long texts of which most is equal for the same record', async () => {
    const text = 'z'.repeat(500);
    const { message } = await notDelivered([`${text}END`, 'short-1'], [`${text}ENE`, 'short-2']);
    expect(message).toContain('1 record differs, 1 record is missing, 1 record is unexpected.');
    expect(message).toMatch(/value: expected "…z+ENE", received "…z+END"/);
  });

  it('shows missing and unexpected records in their places', async () => {
    const values = orders.filter(({ id }) => id !== 3).toSpliced(49, 0, { id: 1000, total: 0 });
    const failure = await notDelivered(
      values,
      orders.map((order) => JSON.stringify(order)),
    );
    expect(diffOf(failure)).toMatchInlineSnapshot(`
      [
        "@@ -3,21 +3,21 @@",
        "    {",
        "      "id": 2,",
        "      "total": 20,",
        "    },",
        "    {",
        "-     "id": 3,",
        "-     "total": 30,",
        "-   },",
        "-   {",
        "      "id": 4,",
        "      "total": 40,",
        "    },",
        "    "(44 records as expected)",",
        "    {",
        "      "id": 49,",
        "      "total": 490,",
        "+   },",
        "+   {",
        "+     "id": 1000,",
        "+     "total": 0,",
        "    },",
        "    {",
        "      "id": 50,",
        "      "total": 500,",
        "    },",
      ]
    `);
    expect(summaryOf(failure)).toMatchInlineSnapshot(`
      [
        "orders does not contain exactly the expected records: 1 record is missing, 1 record is unexpected.",
        "  missing:    {"id":3,"total":30}",
        "  unexpected: { key: "k49", value: {"id":1000,"total":0} } at orders-0@49",
      ]
    `);
  });

  it('says which records are in another place', async () => {
    const failure = await notDelivered(['a', 'b', 'c', 'd', 'x'], ['b', 'c', 'd', 'a', 'e']);
    expect(summaryOf(failure)[0]).toBe(
      'orders does not contain exactly the expected records: 1 record is missing, 1 record is unexpected, 1 record is in another place.',
    );
    const swapped = await notDelivered(
      orders,
      [orders[1]!, orders[0]!, ...orders.slice(2)].map((value) => ({ value })),
    );
    expect(summaryOf(swapped).join('\n').length).toBeLessThan(1000);
  });

  it('shows matchers and predicates only where they do not match', async () => {
    const patterns = [
      { key: expect.any(String), value: expect.objectContaining({ id: 2, total: expect.any(Number) }) },
    ];
    const failure = await notDelivered([{ id: 1, total: 0 }], patterns);
    expect(changes(failure)).toEqual(['-       "id": 2,', '+       "id": 1,']);
    expect(summaryOf(failure)).toMatchInlineSnapshot(`
      [
        "orders does not contain exactly the expected records: 1 record differs.",
        "  differs:    { key: "k0", value: {"id":1,"total":0} } at orders-0@0",
        "              value.id: expected 2, received 1",
      ]
    `);
    const other = await notDelivered(
      [{ id: 1, total: 0 }],
      [{ value: { id: 1, total: (total: number) => total > 0 } }],
    );
    expect(changes(other)).toEqual([
      '-       "total": "a value for which this is true: (total) => total > 0",',
      '+       "total": 0,',
    ]);
  });

  it('shows fields that are missing or not expected, headers, and long text around its difference', async () => {
    const text = 'x'.repeat(500);
    const failure = await notDelivered(
      [{ id: 1, 'a b': 1, lines: [{ sku: 1 }, { sku: 2 }], text: `${text}1` }],
      [
        {
          key: 'k0',
          value: { id: 1, lines: [{ sku: 1 }, { sku: 3 }], text: `${text}2`, note: 'n' },
          headers: { h: '1' },
        },
      ],
    );
    expect(summaryOf(failure)).toMatchInlineSnapshot(`
      [
        "orders does not contain exactly the expected records: 1 record differs.",
        "  differs:    { key: "k0", value: {"id":1,"a b":1,"lines":[{"sku":1},{"sku":2}],"text":"xxxxxx… } at orders-0@0",
        "              value.lines[1].sku: expected 3, received 2",
        "              value.text: expected "…xxxxxxxxxxxxxxxxxxxx2", received "…xxxxxxxxxxxxxxxxxxxx1"",
        "              value.note: expected "n", but it is missing",
        "              value["a b"]: not expected, received 1",
        "              headers.h: expected "1", but it is missing",
      ]
    `);
  });

  it('compares texts of the same JSON as texts', async () => {
    const failure = await notDelivered(['{"id": 1}'], ['{"id":1}']);
    expect(failure).toMatchObject({ actual: ['{"id": 1}'], expected: ['{"id":1}'] });
  });

  it('aligns long lists in which everything differs', async () => {
    const failure = await notDelivered(
      orders,
      orders.map(({ id }) => ({ value: { id, total: -1 } })),
    );
    expect(summaryOf(failure)[0]).toContain('100 records differ.');
    expect(summaryOf(failure).at(-1)).toBe('  ... and 90 more');
    expect(failure.actual).toHaveLength(100);
  });
});

describe('A record that is not contained', () => {
  it('is compared with the most similar one', async () => {
    const sim = await topicOf(orders.slice(0, 5));
    const failure = failureOf(() => assertContainsRecord(sim.topic('orders'), { key: 'k3', value: { total: 31 } }));
    expect(changes(failure)).toEqual(['-     "total": 31,', '+     "total": 30,']);
    expect(failure.message).toContain(
      'The most similar record is at orders-0@3:\n  value.total: expected 31, received 30\n',
    );
    expect(failureOf(() => assertContainsRecord(sim.topic('orders'), 'text')).expected).toBeUndefined();
  });
});

describe('The result of a matcher', () => {
  it('has the expected and the actual value, unless it passes', async () => {
    const topic = (await topicOf(['one'])).topic('orders');
    expect(matchers.toHaveDelivered(topic, ['two'])).toMatchObject({ pass: false, actual: ['one'], expected: ['two'] });
    expect(matchers.toHaveDelivered(topic, ['one'])).not.toHaveProperty('expected');
    expect(failureOf(() => expect(topic).toHaveDelivered(['two']))).toMatchObject({
      actual: ['one'],
      expected: ['two'],
    });
  });

  it('contains the diff under Jest, which prints none by itself', async () => {
    const topic = (await topicOf(['one'])).topic('orders');
    const utils = {
      matcherErrorMessage: () => '',
      printDiffOrStringify: (...values: unknown[]) => `the diff of ${JSON.stringify(values)}`,
    };
    const result = matchers.toHaveDelivered.call({ utils, expand: false } as never, topic, ['two']);
    expect(result.message()).toMatch(/\n\nthe diff of \[\["two"\],\["one"\],"Expected","Received",false\]$/);
    expect(matchers.toHaveDelivered(topic, ['two']).message()).not.toContain('the diff');
  });
});
