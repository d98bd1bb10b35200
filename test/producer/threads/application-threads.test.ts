/** Covers: src/producer/threads/application-threads.ts, src/producer/threads/calling-thread.ts */
import { describe, expect, it } from 'vitest';
import { ApplicationThreads } from '../../../src/producer/threads/application-threads.ts';
import type { BlockingCall, Wake } from '../../../src/producer/threads/blocking-call.ts';
import { IoThread } from '../../../src/producer/threads/io-thread.ts';
import { ScriptedHost, START_MS } from '../../client/network/scripted-host.ts';

/** Calls whose I/O thread does nothing but wait. */
class Calls {
  readonly clientHost = new ScriptedHost();
  readonly log: string[] = [];
  readonly calls: ApplicationThreads;
  private readonly signals = new Map<string, () => void>();
  private readonly ioThread: IoThread;
  private showsIoThread = false;

  constructor() {
    const { clientHost } = this;
    const endOfWait = (): void => {
      if (this.showsIoThread) this.note('I/O thread', 'has a turn');
    };
    this.ioThread = new IoThread({
      clientHost,
      body: function* () {
        for (; ; endOfWait()) yield 10_000;
      },
      hasWork: () => true,
    });
    this.calls = new ApplicationThreads(clientHost, () => this.ioThread);
    this.clientHost.runUntil(0);
  }

  /** Starts a call that waits once, for its signal or the time limit. */
  start(name: string, topic = 't', timeoutMs = 100): void {
    this.calls.run(topic, name, this.body(name, timeoutMs));
  }

  /** Starts a call once the earlier ones are over. It does nothing but add its name to the log. */
  afterCalls(name: string): void {
    const { log } = this;
    function* call(): BlockingCall {
      yield* [];
      log.push(name);
    }
    this.calls.runAfterCalls(name, call());
  }

  signal(name: string): void {
    this.signals.get(name)?.();
  }

  /** From here on, the log contains the I/O thread's turns, too. */
  wakeIoThread(): void {
    this.showsIoThread = true;
    this.ioThread.wake();
  }

  at(ms: number): this {
    this.clientHost.runUntil(ms);
    return this;
  }

  private *body(name: string, timeoutMs: number): BlockingCall {
    this.note(name, 'starts');
    const wake: Wake = yield {
      what: 'a signal',
      timeoutMs,
      subscribe: (signal) => {
        this.signals.set(name, signal);
        return () => this.signals.delete(name);
      },
    };
    this.note(name, wake);
  }

  private note(name: string, what: string): void {
    this.log.push(`${this.clientHost.now() - START_MS} ${name} ${what}`);
  }
}

describe('A blocking call', () => {
  it('starts at once, and goes on when what it waits for has come', () => {
    const on = new Calls();
    on.start('a');
    on.at(30).signal('a');
    expect(on.at(30).log).toEqual(['0 a starts', '30 a signalled']);
  });

  it('goes on after its timeout, and is not signalled any more', () => {
    const on = new Calls();
    on.start('a');
    on.at(100).signal('a');
    expect(on.at(200).log).toEqual(['0 a starts', '100 a timed out']);
  });

  it('does not wait with a timeout of 0', () => {
    const on = new Calls();
    on.start('a', 't', 0);
    expect([on.log, on.calls.pendingCalls]).toEqual([['0 a starts', '0 a timed out'], 0]);
  });

  it('goes on once, if the signal comes at the moment of the timeout', () => {
    const on = new Calls();
    on.start('a');
    on.clientHost.schedule(99, () => on.signal('a'));
    expect(on.at(200).log).toEqual(['0 a starts', '99 a signalled']);
  });

  it('can wait without a timeout', () => {
    const on = new Calls();
    on.start('a', 't', Number.POSITIVE_INFINITY);
    expect(on.at(1_000_000).log).toEqual(['0 a starts']);
  });

  it('can be interrupted, with all others and at once', () => {
    const on = new Calls();
    on.start('a');
    on.start('b', 'u');
    on.at(30).calls.interruptAll();
    expect(on.log.slice(2)).toEqual(['30 a interrupted', '30 b interrupted']);
    on.calls.interruptAll();
    expect(on.at(200).log).toHaveLength(4);
  });
});

describe('Calls for one topic', () => {
  it('run one after the other', () => {
    const on = new Calls();
    for (const name of ['a', 'b']) on.start(name);
    expect([on.log, on.calls.isBlocked('t'), on.calls.pendingCalls]).toEqual([['0 a starts'], true, 2]);
    on.at(30).signal('a');
    expect(on.at(30).log.slice(1)).toEqual(['30 a signalled', '30 b starts']);
    on.at(40).signal('b');
    expect([on.at(40).log.at(-1), on.calls.isBlocked('t'), on.calls.pendingCalls]).toEqual([
      '40 b signalled',
      false,
      0,
    ]);
  });

  it('do not wait for calls for another topic', () => {
    const on = new Calls();
    on.start('a', 't');
    on.start('b', 'u');
    expect([on.log, on.calls.isBlocked('v')]).toEqual([['0 a starts', '0 b starts'], false]);
  });
});

describe('200,000 calls', () => {
  const COUNT = 200_000;

  it('for one topic run one after the other, and none inside another', () => {
    const on = new Calls();
    on.start('the first');
    let ended = 0;
    function* call(): BlockingCall {
      yield* [];
      ended++;
    }
    for (let i = 0; i < COUNT; i++) on.calls.run('t', 'call', call());
    expect([ended, on.calls.pendingCalls]).toEqual([0, COUNT + 1]);
    on.signal('the first');
    on.at(0);
    expect([ended, on.calls.pendingCalls]).toEqual([COUNT, 0]);
  });

  it('that are woken at one instant all go on', () => {
    const on = new Calls();
    const signals: (() => void)[] = [];
    let ended = 0;
    function* call(): BlockingCall {
      const subscribe = (signal: () => void): (() => void) => {
        signals.push(signal);
        return () => {};
      };
      yield { what: 'a signal', timeoutMs: Number.POSITIVE_INFINITY, subscribe };
      ended++;
    }
    for (let i = 0; i < COUNT; i++) on.calls.runAfterCalls('call', call());
    for (const signal of signals) signal();
    on.at(0);
    expect([ended, on.calls.pendingCalls]).toEqual([COUNT, 0]);
  });
});

describe('A call that begins after earlier calls', () => {
  it('begins at once, if no call waits', () => {
    const on = new Calls();
    on.afterCalls('idle');
    expect(on.log).toEqual(['idle']);
  });

  it('begins after the last waiting call, for whatever topic', () => {
    const on = new Calls();
    on.start('a', 't');
    on.start('b', 'u');
    on.afterCalls('idle');
    on.at(10).signal('a');
    expect(on.at(10).log).not.toContain('idle');
    on.signal('b');
    expect(on.at(10).log.at(-1)).toBe('idle');
  });
});

describe('Threads', () => {
  /** Starts a call on a thread of its own. */
  function startOn(on: Calls, thread: string, name: string, topic = 't'): void {
    on.calls.onThread(thread, () => on.start(name, topic));
  }

  it('do not wait for each other, nor for calls without a thread', () => {
    const on = new Calls();
    on.start('a');
    startOn(on, 'one', 'b');
    startOn(on, 'two', 'c');
    expect(on.log).toEqual(['0 a starts', '0 b starts', '0 c starts']);
  });

  it('run their calls one after the other, whatever the topic', () => {
    const on = new Calls();
    startOn(on, 'one', 'a', 't');
    startOn(on, 'one', 'b', 'u');
    expect(on.log).toEqual(['0 a starts']);
    on.signal('a');
    expect(on.at(0).log.slice(1)).toEqual(['0 a signalled', '0 b starts']);
  });

  it('that can go on at the same instant do so in order of their first mention', () => {
    const on = new Calls();
    on.calls.onThread('one', () => {});
    startOn(on, 'two', 'b');
    startOn(on, 'one', 'a');
    on.signal('b');
    on.signal('a');
    expect(on.at(0).log.slice(2)).toEqual(['0 a signalled', '0 b signalled']);
  });

  it('that can go on at the same instant all do so before the I/O thread, whichever of them wakes it', () => {
    const on = new Calls();
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) startOn(on, `thread ${name}`, name);
    for (const name of names) on.signal(name);
    on.wakeIoThread();
    expect(on.at(0).log.slice(4)).toEqual([...names.map((name) => `0 ${name} signalled`), '0 I/O thread has a turn']);
  });

  it('are idle when none of their own calls waits', () => {
    const on = new Calls();
    startOn(on, 'one', 'a');
    on.calls.onThread('two', () => on.afterCalls('two is idle'));
    on.calls.onThread('one', () => on.afterCalls('one is idle'));
    on.afterCalls('the nameless is idle');
    expect(on.log.slice(1)).toEqual(['two is idle', 'the nameless is idle']);
    on.signal('a');
    expect(on.at(0).log.at(-1)).toBe('one is idle');
  });
});

describe('A call made by the callback of another one', () => {
  /** Starts a call that waits for its signal, and then makes another one, of the same kind. */
  function startNesting(on: Calls, name: string, inner: string): void {
    function* call(): BlockingCall {
      yield { what: 'nothing', timeoutMs: 10, subscribe: () => () => {} };
      on.log.push(`${name} times out`);
      on.start(inner);
      on.log.push(`${name} is over`);
    }
    on.calls.run('t', 'call', call());
  }

  it('does not wait behind it', () => {
    const on = new Calls();
    const blockedWithin: boolean[] = [];
    function* call(): BlockingCall {
      blockedWithin.push(on.calls.isBlocked('t'));
      yield { what: 'nothing', timeoutMs: 10, subscribe: () => () => {} };
    }
    on.calls.run('t', 'call', call());
    expect([...blockedWithin, on.calls.isBlocked('t')]).toEqual([false, true]);
  });

  it('delays the calls behind that one until it has ended', () => {
    const on = new Calls();
    startNesting(on, 'a', 'inside a');
    on.start('b');
    expect(on.at(10).log).toEqual(['a times out', '10 inside a starts', 'a is over']);
    expect([on.calls.isBlocked('t'), on.calls.pendingCalls]).toEqual([true, 3]);
    on.at(30).signal('inside a');
    expect(on.at(30).log.slice(3)).toEqual(['30 inside a signalled', '30 b starts']);
  });

  it('is followed by the calls that are made in the same callback', () => {
    const on = new Calls();
    /** Starts other calls, and waits for none of them. */
    function* call(): BlockingCall {
      for (const name of ['one', 'two']) on.start(name);
      yield* [];
    }
    on.calls.run('t', 'call', call());
    on.start('b');
    expect(on.log).toEqual(['0 one starts']);
    on.signal('one');
    expect(on.at(0).log.slice(1)).toEqual(['0 one signalled', '0 two starts']);
    on.signal('two');
    expect(on.at(0).log.slice(3)).toEqual(['0 two signalled', '0 b starts']);
  });

  it('counts as a call of its thread, which is not idle', () => {
    const on = new Calls();
    startNesting(on, 'a', 'inside a');
    on.afterCalls('idle');
    expect(on.at(10).log).not.toContain('idle');
    on.signal('inside a');
    expect(on.at(10).log.at(-1)).toBe('idle');
  });
});
