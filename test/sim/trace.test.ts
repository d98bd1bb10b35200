/** Covers: src/sim/trace.ts, src/sim/trace-entry.ts, src/sim/trace-line.ts, src/sim/divergence.ts */
import { firstDivergence, Trace } from 'kafka-trial/sim';
import { describe, expect, it } from 'vitest';

function history(last = 'two'): Trace {
  const trace = new Trace('on', 1_000);
  trace.record(1_005, 'producer-1', 'request', {
    corr: 4,
    topic: 'payments',
    note: 'two words',
    nothing: null,
    absent: undefined,
  });
  trace.record(1_006, 'broker-1', last);
  return trace;
}

describe('A trace', () => {
  it('renders an event as one line, with its facts in order', () => {
    expect(history().lines).toEqual([
      '     5 ms  producer-1      request             corr=4 topic=payments note="two words" nothing=null',
      '     6 ms  broker-1        two',
    ]);
  });

  it('keeps it to one line whatever a fact contains', () => {
    const trace = new Trace('on');
    trace.record(0, 'a', 'b', { text: 'x\ny', empty: '', list: [1, 'z'], big: 5n });
    expect(trace.lines[0]).toMatch(/text="x\\ny" empty="" list=\[1,"z"\] big=5$/);
  });

  it('has the same fingerprint only for the same lines, whenever it is computed', () => {
    const asked = history();
    const early = asked.fingerprint();
    asked.record(1_007, 'a', 'b');
    const late = history();
    late.record(1_007, 'a', 'b');
    expect(early).toMatch(/^[0-9a-f]{16}$/);
    expect(early).toBe(history().fingerprint());
    expect(early).not.toBe(history('too').fingerprint());
    expect(asked.fingerprint()).toBe(late.fingerprint());
    expect(asked.fingerprint()).not.toBe(early);
  });

  it('passes each event and its line to listeners until they are removed', () => {
    const trace = new Trace('on');
    const heard: string[] = [];
    const undo = trace.on((entry, line) => void heard.push(`${entry.event}|${line.trim()}`));
    trace.record(1, 'a', 'x');
    undo();
    trace.record(2, 'a', 'y');
    expect(heard).toEqual(['x|1 ms  a               x']);
  });

  it('that is off keeps nothing, calls no listener and never reads facts', () => {
    const trace = new Trace('off');
    const heard: unknown[] = [];
    trace.on((entry) => void heard.push(entry));
    const facts = {
      get cost(): never {
        throw new Error('computed');
      },
    };
    for (let i = 0; i < 100; i++) trace.record(i, 'a', 'b', facts);
    expect(trace.isOn).toBe(false);
    expect([trace.lines, trace.entries, heard]).toEqual([[], [], []]);
  });
});

describe('A trace with known events', () => {
  type Door = { readonly opened: { readonly by: string }; readonly closed: Readonly<Record<never, unknown>> };

  it('has the entries of one event, with its facts', () => {
    const trace = new Trace<Door>('on');
    trace.record(1, 'door', 'opened', { by: 'cat' });
    trace.record(2, 'door', 'closed');
    trace.record(3, 'door', 'opened', { by: 'dog' });
    expect(trace.entriesOf('opened').map(({ atMs, facts }) => `${atMs} ${facts.by}`)).toEqual(['1 cat', '3 dog']);
    expect(trace.entriesOf('closed')).toHaveLength(1);
  });

  it('takes no other event, and no event without its facts', () => {
    const trace = new Trace<Door>('off');
    // @ts-expect-error: opened or closed
    trace.record(1, 'door', 'painted', {});
    // @ts-expect-error: by
    trace.record(1, 'door', 'opened');
    // @ts-expect-error: by is text
    trace.record(1, 'door', 'opened', { by: 1 });
    expect(trace.entries).toEqual([]);
  });
});

describe('firstDivergence', () => {
  it('finds no difference between equal traces', () => {
    expect(firstDivergence(['a', 'b'], ['a', 'b'])).toBeUndefined();
  });

  it('names the first line that differs, with lines around it', () => {
    const shared = ['1', '2', '3', '4', '5'];
    expect(firstDivergence([...shared, 'x', 'y'], [...shared, 'z', 'y'])).toBe(
      [
        'The traces differ from line 6 on (they have 7 and 7 lines):',
        '    3',
        '    4',
        '    5',
        '  first  > x',
        '  first    y',
        '  second > z',
        '  second   y',
      ].join('\n'),
    );
  });

  it('says that one trace ends before the other', () => {
    expect(firstDivergence(['a', 'b'], ['a'])).toContain('second > (ends here)');
  });
});
