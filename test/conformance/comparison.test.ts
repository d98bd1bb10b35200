/**
 * Covers: test/conformance/runner/comparison.ts.
 *
 * Changes a trace in many ways and checks at which levels the comparison finds the difference.
 */
import { describe, expect, it } from 'vitest';
import { firstDivergence } from './runner/comparison.ts';
import { LEVELS, type Level } from './runner/levels.ts';
import { describeDivergence } from './runner/report.ts';
import type { Trace, TraceEvent } from './runner/trace.ts';

const events: readonly TraceEvent[] = [
  { t: 0, ev: 'connect', conn: '-1', broker: 0 },
  { t: 0, ev: 'connected', conn: '-1', broker: 0 },
  { t: 0, ev: 'request', api: 'API_VERSIONS', n: 1, v: 3, corr: 0, conn: '-1', broker: 0 },
  { t: 0, ev: 'response', api: 'API_VERSIONS', n: 1, corr: 0, conn: '-1', broker: 0 },
  { t: 0, ev: 'log', level: 'WARN', logger: 'Sender', message: 'a warning' },
  { t: 1, ev: 'sent', id: 'r0', topic: 't', partition: 0 },
  { t: 1, ev: 'sent', id: 'r1', topic: 't', partition: 0 },
  {
    t: 2,
    ev: 'request',
    api: 'PRODUCE',
    n: 1,
    v: 9,
    corr: 4,
    conn: '0',
    broker: 0,
    requestSize: 110,
    batches: [{ tp: 't-0', nth: 1, records: 2, sizeInBytes: 79, compression: 'none', values: ['r0', 'r1'] }],
  },
  { t: 3, ev: 'busyLoop', untilT: 7 },
  {
    t: 7,
    ev: 'response',
    api: 'PRODUCE',
    n: 1,
    corr: 4,
    conn: '0',
    broker: 0,
    partitions: [{ tp: 't-0', error: 'NONE', baseOffset: 0 }],
  },
  { t: 7, ev: 'callback', id: 'r0', offset: 0 },
  { t: 7, ev: 'callback', id: 'r1', offset: 1, error: { class: 'TimeoutException', message: 'too late' } },
  { t: 8, ev: 'metrics', values: { 'record-send-total': 2 } },
];

const golden: Trace = {
  scenario: 'made',
  kafkaVersion: '3.6.1',
  startMs: 0,
  finish: 'quiescent',
  finishT: 8,
  events,
  futures: [
    { id: 'r0', state: 'ok', offset: 0 },
    { id: 'r1', state: 'failed', error: { class: 'TimeoutException', message: 'too late' } },
  ],
  metrics: { 'batch-size-avg': 79, 'compression-rate-avg': 1, 'record-send-total': 2 },
};

/** The levels at which a trace with other events differs. */
function levelsThatDetect(change: (events: TraceEvent[]) => TraceEvent[]): Level[] {
  return differingLevels({ ...golden, events: change([...events]) });
}

function differingLevels(trace: Trace, expected: Trace = golden): Level[] {
  return LEVELS.filter((level) => firstDivergence(expected, trace, level) !== null);
}

function at(ev: string, nth = 0): number {
  const places = events.flatMap((event, index) => (event.ev === ev ? [index] : []));
  return places[nth] as number;
}

function changed(index: number, fields: Partial<TraceEvent>): (events: TraceEvent[]) => TraceEvent[] {
  return (all) => all.with(index, { ...(all[index] as TraceEvent), ...fields });
}

function without(index: number): (events: TraceEvent[]) => TraceEvent[] {
  return (all) => all.toSpliced(index, 1);
}

const ALL = [...LEVELS];

describe('Comparing traces', () => {
  it('finds no difference between a trace and itself', () => {
    expect(differingLevels(structuredClone(golden))).toEqual([]);
  });

  it('detects a changed time', () => {
    expect(levelsThatDetect(changed(at('callback'), { t: 8 }))).toEqual(ALL);
  });

  it('detects a missing event, including the last one', () => {
    expect(levelsThatDetect(without(at('sent')))).toEqual(ALL);
    const last = { ...golden, events: events.slice(0, at('metrics')) };
    expect(differingLevels({ ...last, events: last.events.slice(0, -1) }, last)).toEqual(ALL);
  });

  it('detects an additional event, also after the last one', () => {
    expect(levelsThatDetect((all) => all.toSpliced(3, 0, { t: 0, ev: 'sleep', ms: 100 }))).toEqual(ALL);
    expect(levelsThatDetect((all) => [...all, { t: 8, ev: 'sleep', ms: 100 }])).toEqual(ALL);
  });

  it('detects a changed message of an exception', () => {
    const error = { class: 'TimeoutException', message: 'too early' };
    expect(levelsThatDetect(changed(at('callback', 1), { error }))).toEqual(ALL);
  });

  it('detects two events in the wrong order', () => {
    expect(levelsThatDetect((all) => all.with(5, all[6] as TraceEvent).with(6, all[5] as TraceEvent))).toEqual(ALL);
  });

  it('detects a missing and an additional field', () => {
    const { partition: _, ...lacking } = events[at('sent')] as TraceEvent;
    expect(levelsThatDetect((all) => all.with(at('sent'), lacking as TraceEvent))).toEqual(ALL);
    expect(levelsThatDetect(changed(at('sent'), { startT: 0 }))).toEqual(ALL);
  });

  it('detects a changed batch', () => {
    const batches = [{ tp: 't-0', nth: 1, records: 2, sizeInBytes: 80, compression: 'none', values: ['r0', 'r1'] }];
    expect(levelsThatDetect(changed(at('request', 1), { batches }))).toEqual(ALL);
  });

  it('compares log lines at the levels logs and full', () => {
    expect(levelsThatDetect(changed(at('log'), { message: 'another' }))).toEqual(['logs', 'full']);
    expect(levelsThatDetect(without(at('log')))).toEqual(['logs', 'full']);
  });

  it('compares connection setup at level full', () => {
    expect(levelsThatDetect(without(at('connect')))).toEqual(['full']);
    expect(levelsThatDetect(without(at('connected')))).toEqual(['full']);
    expect(levelsThatDetect(changed(at('request'), { v: 2 }))).toEqual(['full']);
    expect(levelsThatDetect(without(at('response')))).toEqual(['full']);
  });

  it('compares metrics at level full', () => {
    expect(levelsThatDetect(changed(at('metrics'), { values: { 'record-send-total': 3 } }))).toEqual(['full']);
    expect(differingLevels({ ...golden, metrics: { ...golden.metrics, 'record-send-total': 3 } })).toEqual(['full']);
  });

  it('never compares busy loops, correlation ids and request sizes', () => {
    expect(levelsThatDetect(without(at('busyLoop')))).toEqual([]);
    expect(levelsThatDetect(changed(at('request', 1), { corr: 9, requestSize: 1 }))).toEqual([]);
    expect(levelsThatDetect(changed(at('response', 1), { corr: 9 }))).toEqual([]);
  });

  it('detects a different end of the run, or of a record', () => {
    expect(differingLevels({ ...golden, finish: 'until' })).toEqual(ALL);
    expect(differingLevels({ ...golden, finishT: 9 })).toEqual(ALL);
    expect(differingLevels({ ...golden, futures: golden.futures.slice(0, 1) })).toEqual(ALL);
    const [first, second] = golden.futures;
    expect(differingLevels({ ...golden, futures: [{ ...first!, offset: 1 }, second!] })).toEqual(ALL);
  });

  it('compares the number of records of a compressed batch, not its size', () => {
    const gzip = (records: number, sizeInBytes: number): Trace => {
      const batches = [{ tp: 't-0', nth: 1, records, sizeInBytes, compression: 'gzip' }];
      const metrics = { ...golden.metrics, 'batch-size-avg': sizeInBytes, 'compression-rate-avg': 1 / sizeInBytes };
      return { ...golden, events: changed(at('request', 1), { batches })([...events]), metrics };
    };
    expect(differingLevels(gzip(2, 70), gzip(2, 75))).toEqual([]);
    expect(differingLevels(gzip(3, 75), gzip(2, 75))).toEqual(ALL);
  });

  it('compares lists that Java keeps in hash order in a canonical order, and only those', () => {
    const added = (partitions: string[]): Trace => ({
      ...golden,
      events: [{ t: 0, ev: 'request', api: 'ADD_PARTITIONS_TO_TXN', n: 1, partitions }],
    });
    expect(differingLevels(added(['t-1', 't-0']), added(['t-0', 't-1']))).toEqual([]);
    expect(differingLevels(added(['t-1', 't-2']), added(['t-0', 't-1']))).toEqual(ALL);
    const produced = (places: string[]): Trace => ({
      ...golden,
      events: [
        { t: 0, ev: 'request', api: 'PRODUCE', n: 1, batches: places.map((tp) => ({ tp, compression: 'none' })) },
      ],
    });
    expect(differingLevels(produced(['t-1', 't-0']), produced(['t-0', 't-1']))).toEqual(ALL);
  });

  it('compares only the fields of a response that a client reads', () => {
    const partitions = [{ tp: 't-0', error: 'NONE', baseOffset: 0, message: 'set by the script' }];
    expect(levelsThatDetect(changed(at('response', 1), { partitions }))).toEqual([]);
    expect(levelsThatDetect(changed(at('response', 1), { error: 'NOT_COORDINATOR' }))).toEqual(ALL);
    expect(levelsThatDetect(changed(at('response', 1), { partitions: [{ ...partitions[0], baseOffset: 1 }] }))).toEqual(
      ALL,
    );
  });
});

describe('The report of a difference', () => {
  it('names the field, and shows both lines and the lines around them', () => {
    const trace = { ...golden, events: changed(at('sent', 1), { partition: 1 })([...events]) };
    const divergence = firstDivergence(golden, trace, 'full');
    expect(describeDivergence(divergence!).split('\n')).toEqual([
      '  events 7 of 12: partition is 1, Java has 0',
      '    {"t":0,"ev":"request","api":"API_VERSIONS","n":1,"v":3,"corr":0,"conn":"-1","broker":0}',
      '    {"t":0,"ev":"response","api":"API_VERSIONS","n":1,"corr":0,"conn":"-1","broker":0}',
      '    {"t":0,"ev":"log","level":"WARN","logger":"Sender","message":"a warning"}',
      '    {"t":1,"ev":"sent","id":"r0","topic":"t","partition":0}',
      '  - {"t":1,"ev":"sent","id":"r1","topic":"t","partition":0}',
      '  + {"t":1,"ev":"sent","id":"r1","topic":"t","partition":1}',
      '    then, Java:',
      expect.stringContaining('"api":"PRODUCE"'),
      expect.stringContaining('"ev":"response"'),
      expect.stringContaining('"id":"r0"'),
      '    then, ours:',
      expect.stringContaining('"api":"PRODUCE"'),
      expect.stringContaining('"ev":"response"'),
      expect.stringContaining('"id":"r0"'),
    ]);
  });

  it('shows where one of the traces ends', () => {
    const divergence = firstDivergence(golden, { ...golden, futures: golden.futures.slice(0, 1) }, 'behaviour');
    const text = describeDivergence(divergence!);
    expect(text).toContain('futures 2 of 2 (ours: 1)');
    expect(text).toContain('+ (no more futures)');
  });
});
