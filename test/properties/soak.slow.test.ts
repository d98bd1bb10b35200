/** Covers: test/properties/soak/. Plays 200 seeds of `npm run soak`: random clusters, producers and faults. */
import { describe, expect, it } from 'vitest';
import { type Case, caseOf, isTransactional } from './soak/case.ts';
import { hasForgottenCommits } from './soak/forgotten-commits.ts';
import { judge } from './soak/judge.ts';
import { isAbortedByLateMarker } from './soak/late-markers.ts';
import { type Played, play, replayCommandOf } from './soak/play.ts';
import { runCase } from './soak/run-case.ts';
import { renderTally, sumOf, tallyOf, unseenIn } from './soak/tally.ts';
import { CLIENT_NAMES, FIRST_VERSIONS, versionsOf } from './soak/versions.ts';

const RUNS = 200;

describe('A soak', () => {
  it(`finds no unexplained violation with ${RUNS} seeds`, async () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const { problems, versions } = await runCase(seed);
      expect(problems, replayCommandOf(seed, versions)).toEqual([]);
    }
  });

  it('draws the same case from the same seed, and another from another', () => {
    expect(caseOf(7)).toEqual(caseOf(7));
    expect(caseOf(7)).not.toEqual(caseOf(8));
  });

  it('plays a share of the seeds with each version, and names it in the command that replays a failure', () => {
    const versions = Array.from({ length: 300 }, (_, i) => versionsOf(caseOf(i + 1), {}));
    for (const name of CLIENT_NAMES) {
      expect(versions.filter(({ clients }) => clients === name).length).toBeGreaterThan(60);
      expect(versions.filter(({ brokers }) => brokers === name).length).toBeGreaterThan(20);
    }
    expect(versionsOf(caseOf(7), { clients: '3.9', brokers: '4.3' })).toEqual({ clients: '3.9', brokers: '4.3' });
    // What was printed when there was one version plays that one.
    expect(replayCommandOf(7, FIRST_VERSIONS)).toBe('npm run soak -- --replay 7');
    expect(replayCommandOf(7, { clients: '4.3', brokers: '3.9' })).toBe(
      'npm run soak -- --replay 7 --client-version 4.3 --broker-version 3.9',
    );
  });

  it('reports a violation that nothing explains', async () => {
    // A producer without idempotence, checked as if it were idempotent.
    const seed = await firstSeedWith('NoDuplicateWithIdempotence: without idempotence: retried');
    const drawn = caseOf(seed);
    const played = await play(drawn);
    const strict = played.producers.map((one) => {
      const config = { ...one.drawn.config, 'enable.idempotence': true };
      return { ...one, drawn: { ...one.drawn, config } };
    });
    expect(judge(drawn, { ...played, producers: strict }).problems.join('\n')).toContain('NoDuplicateWithIdempotence');
  });

  it('reports records that are visible although the program was notified that the transaction is aborted', async () => {
    const { drawn, played } = await playedWithTransactions();
    const note = played.sim.trial.producers
      .flatMap(({ sends }) => sends)
      .find(({ transaction }) => transaction?.outcome === 'committed')?.transaction;
    Object.assign(note ?? {}, { outcome: 'aborted' });
    const { problems } = judge(drawn, played);
    expect(problems.join('\n')).toMatch(
      /^TransactionsAllOrNothing: record \d+ of .* is visible at offset \d+, although the transaction was aborted/m,
    );
    expect(problems.join('\n')).toMatch(/^ReadCommittedMatchesOutcome: record \d+ of .*, aborted, is visible/m);
  });

  it('explains a confirmed commit that is lost by the log of the coordinator', async () => {
    const seed = 5_550_598;
    const drawn = caseOf(seed);
    const played = await play(drawn);
    expect(judge(drawn, played)).toMatchObject({
      problems: [],
      allowed: expect.arrayContaining(['TransactionsAllOrNothing: a coordinator that answers too early']),
    });
    const { drawn: other, played: ordinary } = await playedWithTransactions();
    const { config } = other.producers.find(isTransactional)!;
    expect(hasForgottenCommits(ordinary, config['transactional.id'])).toBe(false);
    expect(hasForgottenCommits(played, 'other-id')).toBe(false);
  });

  it('explains an aborted record that is visible by a batch that arrived in the next transaction', async () => {
    const drawn = withZooKeeper(caseOf(425_745));
    const played = await play(drawn);
    expect(judge(drawn, played)).toMatchObject({
      problems: [],
      allowed: expect.arrayContaining([
        'TransactionsAllOrNothing: KIP-890: a late batch in the next transaction',
        'ReadCommittedMatchesOutcome: KIP-890: a late batch in the next transaction',
      ]),
    });
    // A record that arrived before the marker is not explained.
    const { transaction } = played.sim.trial.producers[1]!.sends.find(({ number }) => number === 3)!;
    Object.assign(transaction ?? {}, { outcome: 'aborted' });
    const problems = judge(drawn, played).problems.join('\n');
    expect(problems).toMatch(/^TransactionsAllOrNothing: .* although the transaction was aborted/m);
    expect(problems).toMatch(/^ReadCommittedMatchesOutcome: record 3 of .*, aborted, is visible/m);
  });

  it('explains committed records that are not visible by a marker that arrived in the next transaction', async () => {
    const drawn = caseOf(61_064_068);
    const played = await play(drawn);
    expect(judge(drawn, played)).toMatchObject({
      problems: [],
      allowed: expect.arrayContaining(['ReadCommittedMatchesOutcome: KIP-890: a late marker in the next transaction']),
    });
    // Records of a transaction with one marker are not explained.
    expect([0, 5, 31, 36].filter((offset) => isAbortedByLateMarker(played, { partition: 0, offset }))).toEqual([31]);
  });

  it('explains a committed record that is not stored by a sequence number that was used for two batches', async () => {
    // The first of three batches fails, and the second gets its sequence number, although the broker has stored both later ones.
    const drawn = withSettings(caseOf(30_005_966), { 'replica.fetch.wait.max.ms': 350 });
    expect(judge(drawn, await play(drawn))).toMatchObject({
      problems: [],
      allowed: expect.arrayContaining(['NoAcknowledgedRecordLost: KAFKA-14397']),
    });
  });

  it('explains callbacks out of order by a batch that was stored first, even if that batch is lost later', async () => {
    const drawn = withSettings(withZooKeeper(caseOf(30_015_746)), { 'replica.fetch.backoff.ms': 100 });
    expect(judge(drawn, await play(drawn))).toMatchObject({
      problems: [],
      allowed: expect.arrayContaining(['CallbackOrder: KAFKA-15591', 'NoAcknowledgedRecordLost: unclean election']),
    });
  });

  it('explains what a replica in sync violates that has started with an empty disk, in its partition only', async () => {
    const drawn = caseOf(60_001_010);
    const played = await play(drawn);
    expect(played.withEmptyReplica).toContain('payments-0');
    const cause = 'KAFKA-18106: a replica in sync started with an empty disk';
    expect(judge(drawn, played)).toMatchObject({
      problems: [],
      allowed: expect.arrayContaining([`HighWatermarkMonotonic: ${cause}`, `NoAcknowledgedRecordLost: ${cause}`]),
    });
    const problems = judge(drawn, { ...played, withEmptyReplica: new Set(['payments-2']) }).problems.join('\n');
    expect(problems).toMatch(/^HighWatermarkMonotonic: Broker 1, leader of payments-0, moved its high watermark/m);
    expect(problems).toMatch(/^NoAcknowledgedRecordLost: /m);
  });

  it('explains all partitions of a transaction of which one has lost its marker (KAFKA-20734, seed 72008759)', async () => {
    const { problems, allowed } = await runCase(72_008_759, { clients: '4.3', brokers: '4.3' });
    expect(problems).toEqual([]);
    expect(allowed).toContain('ReadCommittedMatchesOutcome: KAFKA-20734: a marker without a leader');
  });

  it.each([883_546, 2_039_313])('finds no effect of a fault after the end of all faults (seed %i)', async (seed) => {
    expect((await runCase(seed, FIRST_VERSIONS)).problems).toEqual([]);
  });

  it('reports a program that cannot begin a transaction after the faults', async () => {
    const { drawn, played } = await playedWithTransactions();
    const producers = played.producers.map((one) => ({ ...one, firstAfterFaults: -1 }));
    expect(judge(drawn, { ...played, producers }).problems).toContain(
      'RecoversAfterFaults: after the faults, bank-1 could not begin a transaction.',
    );
  });

  it('adds up the outcomes, and names the negative controls that did not occur', async () => {
    const seed = await firstSeedWith('NoDuplicateWithIdempotence: without idempotence: retried');
    const outcome = await runCase(seed, FIRST_VERSIONS);
    const tally = sumOf(tallyOf([outcome]), tallyOf([outcome]));
    expect(tally.played).toEqual({ 'clients 3.6.1, brokers 3.6.1': 2 });
    expect(tally).toMatchObject({ runs: 2, records: 2 * outcome.records, failed: [] });
    expect(renderTally(tally)).toContain('     2  NoDuplicateWithIdempotence: without idempotence: retried');
    expect(unseenIn(tally)).toContain('NoAcknowledgedRecordLost: unclean election');
  });
});

/** The case in ZooKeeper mode, in which elections may be unclean and a crash is noticed after 3 s. */
function withZooKeeper(drawn: Case): Case {
  const { 'process.roles': _, ...config } = drawn.clusterConfig;
  const zookeeper = { 'zookeeper.connect': 'localhost:2181', 'zookeeper.session.timeout.ms': 3_000 };
  return { ...drawn, clusterConfig: { ...config, ...zookeeper } };
}

/** The case with settings of brokers that let what it shows happen. */
function withSettings(drawn: Case, settings: Case['clusterConfig']): Case {
  return { ...drawn, clusterConfig: { ...drawn.clusterConfig, ...settings } };
}

/** A case in which all programs use transactions and no record is lost. */
async function playedWithTransactions(): Promise<{ readonly drawn: Case; readonly played: Played }> {
  for (let seed = 1; seed <= RUNS; seed++) {
    const drawn = caseOf(seed);
    if (!drawn.producers.every(isTransactional) || drawn.clusterConfig['unclean.leader.election.enable'] === true)
      continue;
    const played = await play(drawn);
    if (played.withEmptyReplica.size === 0) return { drawn, played };
  }
  throw new Error(`No seed up to ${RUNS} has only transactional programs`);
}

async function firstSeedWith(cause: string): Promise<number> {
  for (let seed = 1; seed <= RUNS; seed++)
    if ((await runCase(seed, FIRST_VERSIONS)).allowed.includes(cause)) return seed;
  throw new Error(`No seed up to ${RUNS} shows '${cause}'`);
}
