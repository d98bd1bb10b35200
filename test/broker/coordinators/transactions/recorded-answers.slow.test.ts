/**
 * Covers src/broker/coordinators/transactions, and the handlers and the log of transactions: compares the answers with those of real brokers. These use up all
 * epochs of a producer id; the others are in recorded-answers.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { isLong, Player, RELEASES, recordedOf } from './recorded-answers.ts';

describe.each(RELEASES)('Brokers of %s answer like real ones of %s', (version, release) => {
  it.each(recordedOf(release).filter(isLong))('$name', ({ steps }) => {
    const player = new Player(version);
    expect(steps.map(([step]) => [step, player.play(step)])).toEqual(steps);
  });
});
