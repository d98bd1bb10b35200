import { describe, expect, it } from 'vitest';
import {
  checkMove,
  DONE,
  DUE,
  DUE_IN_BACKGROUND,
  type IoThreadState,
  NEW,
  POLLING,
  RUNNING,
  SLEEPING,
  STOPPED,
} from '../../../src/producer/threads/io-thread-state.ts';
import { IllegalStateException } from '../../../src/protocol/errors/exceptions.ts';

const ALL = [NEW, DUE, DUE_IN_BACKGROUND, RUNNING, POLLING, SLEEPING, STOPPED, DONE];

function allows(from: IoThreadState, to: IoThreadState): boolean {
  try {
    checkMove(from, to);
    return true;
  } catch {
    return false;
  }
}

describe('The states of the I/O thread', () => {
  it.each([
    [NEW, ['due', 'dueInBackground']],
    [DUE, ['due', 'dueInBackground', 'running']],
    [DUE_IN_BACKGROUND, ['due', 'dueInBackground', 'running']],
    [RUNNING, ['polling', 'sleeping', 'stopped', 'done']],
    [POLLING, ['due', 'dueInBackground', 'running']],
    [SLEEPING, ['due', 'dueInBackground', 'running']],
    [STOPPED, ['due']],
    [DONE, []],
  ])('$name: only the listed states may follow', (from, expected) => {
    expect(ALL.filter((to) => allows(from, to)).map(({ name }) => name)).toEqual(expected);
  });

  it('names both states of a refused move', () => {
    expect(() => checkMove(DONE, RUNNING)).toThrow(
      new IllegalStateException('I/O thread: invalid transition attempted from state done to state running'),
    );
  });
});
