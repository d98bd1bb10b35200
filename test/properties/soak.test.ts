/** Random clusters, producers and faults: 200 seeds of what `npm run soak` plays by the thousand. */
import { describe, expect, it } from 'vitest';
import { caseOf } from './soak/case.ts';
import { judge } from './soak/judge.ts';
import { play } from './soak/play.ts';
import { runCase } from './soak/run-case.ts';
import { renderTally, sumOf, tallyOf, unseenIn } from './soak/tally.ts';

const RUNS = 200;

describe('A soak', () => {
  it(`keeps its promises with ${RUNS} seeds, whatever happens`, async () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const { problems } = await runCase(seed);
      expect(problems, `npm run soak -- --replay ${seed}`).toEqual([]);
    }
  });

  it('draws the same case from the same seed, and another from another', () => {
    expect(caseOf(7)).toEqual(caseOf(7));
    expect(caseOf(7)).not.toEqual(caseOf(8));
  });

  it('sees what nothing explains', async () => {
    // A producer without idempotence, judged as if it were idempotent.
    const seed = await firstSeedWith('NoDuplicateWithIdempotence: without idempotence: sent again');
    const drawn = caseOf(seed);
    const played = await play(drawn);
    const strict = played.producers.map((one) => {
      const config = { ...one.drawn.config, 'enable.idempotence': true };
      return { ...one, drawn: { ...one.drawn, config } };
    });
    expect(judge(drawn, { ...played, producers: strict }).problems.join('\n')).toContain('NoDuplicateWithIdempotence');
  });

  it('adds up what it has seen, and names the negative controls it has not', async () => {
    const seed = await firstSeedWith('NoDuplicateWithIdempotence: without idempotence: sent again');
    const outcome = await runCase(seed);
    const tally = sumOf(tallyOf([outcome]), tallyOf([outcome]));
    expect(tally).toMatchObject({ runs: 2, records: 2 * outcome.records, failed: [] });
    expect(renderTally(tally)).toContain('     2  NoDuplicateWithIdempotence: without idempotence: sent again');
    expect(unseenIn(tally)).toContain('NoAcknowledgedRecordLost: unclean election');
  });
});

async function firstSeedWith(cause: string): Promise<number> {
  for (let seed = 1; seed <= RUNS; seed++) if ((await runCase(seed)).allowed.includes(cause)) return seed;
  throw new Error(`No seed up to ${RUNS} shows '${cause}'`);
}
