/**
 * Covers src/broker/coordinators/transactions, and the handlers and the log of transactions: compares the answers with those of real brokers. The longest ones
 * are in recorded-answers.slow.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { isLong, Player, RELEASES, recordedOf } from './recorded-answers.ts';

describe.each(RELEASES)('Brokers of %s answer like real ones of %s', (version, release) => {
  it.each(recordedOf(release).filter((one) => !isLong(one)))('$name', ({ steps }) => {
    const player = new Player(version);
    expect(steps.map(([step]) => [step, player.play(step)])).toEqual(steps);
  });
});
