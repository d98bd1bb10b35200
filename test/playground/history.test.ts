/** Covers: playground/src/history/{captions,flights,pacing}.ts: the sentences, the flights of messages, and the film. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { captionOf, duration } from '../../playground/src/history/captions.ts';
import { Flights } from '../../playground/src/history/flights.ts';
import { firstDifference } from '../../playground/src/history/history.ts';
import { Film } from '../../playground/src/history/pacing.ts';
import type { Change, MessagePart, Step } from '../../playground/src/history/step.ts';
import { AS_IN_PROGRAM } from '../../playground/src/settings/versions.ts';
import { recordRun } from '../../playground/src/simulation/record-run.ts';
import type { Scenario } from '../../src/scenario/index.ts';

function step(atMs: number, changes: readonly Change[] = [], event = 'sleeps'): Step {
  return { atMs, source: 'program', event, facts: {}, caption: '', weight: 'main', changes };
}

function message(id: number, fate: MessagePart['fate'] = 'travels'): MessagePart {
  return {
    kind: 'message',
    id,
    from: 'producer-1',
    to: 'broker-1',
    api: 'Produce',
    direction: 'request',
    label: 'Produce',
    fate,
    departsMs: 0,
    arrivesMs: 1,
    named: null,
    epoch: 0,
  };
}

describe('A caption', () => {
  it.each([
    [
      'batch sent',
      { batch: 'payments-0#1', why: 'linger.ms over', records: '[1-3]', try: 2 },
      'producer-1 takes payments-0#1 with the records 1-3 out of the accumulator because linger.ms is over. It is attempt 2.',
    ],
    [
      'Produce request',
      { broker: 'broker-1:9092', acks: 'all', batches: '[payments-0 x3 seq 0]' },
      'producer-1 sends a Produce request with payments-0 x3 seq 0 to broker-1 with acks=all.',
    ],
    [
      'Produce request',
      { broker: 'broker-1:9092', acks: 0, batches: '[payments-0 x1]' },
      /expects no answer \(acks=0\)/,
    ],
    [
      'Produce response',
      { broker: 'broker-1:9092', results: '[payments-0@0]' },
      'producer-1 reads the response of broker-1: payments-0@0.',
    ],
    [
      'batch put back',
      { batch: 'payments-0#1', error: 'TIMEOUT', backoffMs: 100 },
      /after TIMEOUT, and is sent again after 100 ms/,
    ],
    ['Metadata request', { broker: 'broker-2:9092' }, 'producer-1 asks broker-2 who leads which partition.'],
    ['something new', { topic: 'payments', count: 3 }, 'producer-1: something new topic=payments count=3'],
  ])('says what %s means', (event, facts, caption) => {
    expect(captionOf({ source: 'producer-1', event, facts }).caption).toMatch(caption);
  });

  it('is a sentence for every event of the scenarios', async () => {
    const folder = new URL('../../scenarios/', import.meta.url);
    const files = readdirSync(folder).filter((file) => /^(03|06|15|18|20|26|28|29|33|36|47|54)-.*\.ts$/.test(file));
    const raw = new Set<string>();
    for (const file of files) {
      const { default: scenario } = (await import(new URL(file, folder).href)) as { readonly default: Scenario };
      const take = ({ event, caption }: Step): void => {
        if (caption !== '' && !/[.:…]/.test(caption.slice(-1)) && event !== 'says') raw.add(`${event}: ${caption}`);
      };
      await recordRun(scenario, { seed: 1, settings: {}, versions: AS_IN_PROGRAM, plan: [] }, { take });
    }
    expect([...raw].filter((caption) => !/^(ends|log)/.test(caption))).toEqual([]);
    expect(readFileSync(new URL('README.md', folder), 'utf8')).toContain('side-by-side');
  });

  it('rounds virtual times as people do', () => {
    expect([5, 999, 1_000, 1_500, 30_000, 119_999, 120_000].map(duration)).toEqual([
      '5 ms',
      '999 ms',
      '1 s',
      '1.5 s',
      '30 s',
      '120 s',
      '2 min',
    ]);
  });
});

describe('The film of a history', () => {
  it('shows each step, shortens gaps, and finds the step of any of its times', () => {
    const film = new Film();
    const steps = [step(0), step(0), step(1), step(30_001)];
    film.add(steps.slice(0, 2));
    film.add(steps.slice(2));
    const starts = steps.map((_, i) => film.startOf(i));
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    const [first = 0, second = 0, third = 0, fourth = 0] = starts;
    expect(first).toBe(0);
    expect(third - second).toBeGreaterThan(second - first);
    // Thirty seconds take less than four times as long as a ms.
    expect(fourth - third).toBeLessThan(4 * (third - second));
    expect(starts.map((start) => film.indexAt(start))).toEqual([0, 1, 2, 3]);
    expect(film.indexAt(third - 1)).toBe(1);
    expect(film.indexAt(film.lengthMs + 1_000)).toBe(3);
    expect(new Film().indexAt(0)).toBe(-1);
  });
});

describe('Flights', () => {
  it('are under way from their departure until the step of their arrival', () => {
    const flights = new Flights();
    flights.add([step(0, [['message 1', message(1)]]), step(0, [['message 2', message(2)]])], 0);
    flights.add([step(1, [['message 1', null]]), step(2, [['message 2', null]])], 2);
    const under = (index: number): number[] => flights.at(index).map(({ message: { id } }) => id);
    expect([-1, 0, 1, 2, 3].map(under)).toEqual([[], [1], [1, 2], [2], []]);
  });

  it('that have not ended stay, and one that was held back travels when it is released', () => {
    const flights = new Flights();
    flights.add([step(0, [['message 1', message(1, 'held')]]), step(5), step(9, [['message 1', message(1)]])], 0);
    expect(flights.at(1).map(({ message: { fate } }) => fate)).toEqual(['travels']);
    expect(flights.all).toHaveLength(1);
    expect(flights.at(0)[0]?.arrives).toBeNull();
  });
});

describe('Two histories', () => {
  it('are compared step by step', () => {
    const history = [step(0), step(1), step(2)];
    expect(firstDifference(history, history)).toBe(3);
    expect(firstDifference(history, [step(0), step(1, [], 'crash'), step(2)])).toBe(1);
    expect(firstDifference(history, [step(0)])).toBe(1);
  });
});
