import { describe, expect, it } from 'vitest';
import { CallbackStops } from '../../../src/producer/context/callback-stops.ts';
import { ProducerEvents } from '../../../src/producer/events/producer-events.ts';
import { openBatch } from '../accumulator/open-batch.ts';

class Stopping {
  readonly calls = { isIdle: true };
  readonly events = new ProducerEvents();
  readonly stops = new CallbackStops(this.calls, { now: () => 7 }, this.events);
  readonly done: string[] = [];

  /** A task that stops the thread, as a callback does that makes a call that waits. */
  stop(name: string): void {
    this.done.push(name);
    this.calls.isIdle = false;
  }

  goOn(): void {
    this.calls.isIdle = true;
    this.stops.goOn();
  }
}

describe('What follows a callback', () => {
  it('is done at once if the callback does not stop the thread', () => {
    const { stops, done } = new Stopping();
    stops.afterwards(() => done.push('release'));
    expect([done, stops.hasRest]).toEqual([['release'], false]);
  });

  it('is done when the thread goes on, in the order of the code', () => {
    const on = new Stopping();
    on.stop('callback');
    on.stops.afterwards(() => on.done.push('release'));
    on.stops.afterwards(() => on.done.push('metrics'));
    expect([on.done, on.stops.hasRest]).toEqual([['callback'], true]);
    on.goOn();
    expect([on.done, on.stops.hasRest]).toEqual([['callback', 'release', 'metrics'], false]);
  });

  it('waits again if it runs another callback that stops the thread: the inner parts come first', () => {
    const on = new Stopping();
    on.stops.each(['a', 'b'], (name) => {
      on.stop(name);
      on.stops.afterwards(() => on.done.push(`${name} released`));
    });
    on.stops.afterwards(() => on.done.push('all'));
    on.goOn();
    expect(on.done).toEqual(['a', 'a released', 'b']);
    on.goOn();
    expect(on.done).toEqual(['a', 'a released', 'b', 'b released', 'all']);
  });

  it('is done although a part of it throws', () => {
    const on = new Stopping();
    on.stop('callback');
    on.stops.afterwards(() => {
      throw new Error('illegal');
    });
    on.stops.afterwards(() => on.done.push('metrics'));
    expect(() => on.goOn()).toThrow('illegal');
    on.goOn();
    expect(on.done).toEqual(['callback', 'metrics']);
  });
});

describe('The events of a stop', () => {
  it('name the call, what it waits for, and the callback', () => {
    const on = new Stopping();
    const seen: unknown[] = [];
    on.events.on('ioThreadStopped', (stop) => seen.push(stop));
    on.events.on('ioThreadResumed', () => seen.push('resumed'));
    const batch = openBatch();
    on.stops.callWaits('send()', 'memory');
    on.stops.stoppedIn(batch, 2);
    expect([seen, on.stops.current]).toEqual([[], null]);
    on.stops.announce();
    on.stops.callWaits('flush()', 'records');
    on.stops.resume();
    expect(seen).toEqual([
      { sinceMs: 7, call: 'send()', waitsFor: 'memory', batch, row: 2 },
      { sinceMs: 7, call: 'flush()', waitsFor: 'records', batch, row: 2 },
      'resumed',
    ]);
    expect(on.stops.current).toBeNull();
  });
});
