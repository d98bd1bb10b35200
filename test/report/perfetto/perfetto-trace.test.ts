/** Covers: src/report/perfetto/, against the rules of the trace event format. perfetto-ui.slow.test.ts opens traces in Perfetto. */
import { perfettoTrace } from 'kafka-trial/report';
import { describe, expect, it } from 'vitest';
import { lostAnswer, lostRequest, severalClients } from '../runs.ts';
import type { FormatEvent } from './format-event.ts';

async function eventsOf(run: typeof lostAnswer): Promise<readonly FormatEvent[]> {
  return (JSON.parse(perfettoTrace(await run())) as { traceEvents: FormatEvent[] }).traceEvents;
}

describe.each([lostAnswer, lostRequest, severalClients])('The report for Perfetto, %o', (run) => {
  it('has one track per actor, and every slice on one of them', async () => {
    const events = await eventsOf(run);
    const tracks = new Map(
      events.filter(({ name }) => name === 'thread_name').map(({ tid, args }) => [tid, args.name]),
    );
    expect(new Set(tracks.values()).size).toBe(tracks.size);
    expect(events.filter(({ ph, tid }) => ph === 'X' && !tracks.has(tid))).toEqual([]);
  });

  it('has slices that do not overlap on a track', async () => {
    const ends = new Map<number, number>();
    for (const { tid, ts, dur } of (await eventsOf(run)).filter(({ ph }) => ph === 'X')) {
      expect(ts).toBeGreaterThanOrEqual(ends.get(tid) ?? 0);
      expect(dur).toBeGreaterThan(0);
      ends.set(tid, ts + dur);
    }
  });

  it('has arrows whose ends are in slices', async () => {
    const events = await eventsOf(run);
    const slices = events.filter(({ ph }) => ph === 'X');
    const arrows = events.filter(({ ph }) => ph === 's');
    expect(arrows.length).toBeGreaterThan(10);
    for (const arrow of arrows) {
      const end = events.find(({ ph, id }) => ph === 'f' && id === arrow.id)!;
      for (const point of [arrow, end])
        expect(slices.some(({ tid, ts, dur }) => tid === point.tid && ts <= point.ts && point.ts < ts + dur)).toBe(
          true,
        );
    }
  });

  it('has a beginning and an end for each batch and each request', async () => {
    const events = await eventsOf(run);
    const begun = events.filter(({ ph }) => ph === 'b');
    expect(begun.filter(({ cat }) => cat === 'batch').length).toBeGreaterThan(0);
    for (const { id2, cat, ts } of begun) {
      const ends = events.filter((event) => event.ph === 'e' && event.id2.local === id2.local && event.cat === cat);
      expect(ends).toHaveLength(1);
      expect(ends[0]!.ts).toBeGreaterThanOrEqual(ts);
    }
  });
});

describe('The span of a lost request', () => {
  it('lasts until the connection ends', async () => {
    const spans = (await eventsOf(lostRequest)).filter(
      ({ cat, name }) => cat === 'request' && name.includes(': Produce to'),
    );
    const [first, end] = spans.toSorted((one, other) => one.ts - other.ts);
    expect((end!.ts - first!.ts) / 1_000).toBeGreaterThanOrEqual(5_000);
  });
});
