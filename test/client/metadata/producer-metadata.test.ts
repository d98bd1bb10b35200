/** Covers: src/client/metadata/, but for partitions-by-node.ts (sender.test.ts) */
import { describe, expect, it } from 'vitest';
import { ProducerMetadata } from '../../../src/client/metadata/producer-metadata.ts';
import { V3_6_1 } from '../../../src/client/versions/v3_6_1.ts';
import { InvalidTopicException, KafkaException } from '../../../src/protocol/errors/exceptions.ts';
import { metadataResponse, topic } from '../network/scripted-broker.ts';

const NOW_MS = 1_700_000_000_000;

function newMetadata(): ProducerMetadata {
  const metadata = new ProducerMetadata({
    refreshBackoffMs: 100,
    refreshBackoffMaxMs: undefined,
    backoffJitter: () => 1,
    metadataExpireMs: 300_000,
    metadataIdleMs: 1000,
    log: () => {},
    policies: V3_6_1.policies,
  });
  metadata.bootstrap([{ host: '10.0.0.1', port: 9092 }]);
  return metadata;
}

/** A full update with topic `t`. */
function updated(leaders: readonly number[] = [0, 1], epoch = 0): ProducerMetadata {
  const metadata = newMetadata();
  metadata.add('t', NOW_MS);
  const { requestVersion } = metadata.newMetadataRequestAndVersion(NOW_MS);
  metadata.update(requestVersion, metadataResponse([topic('t', leaders, epoch)]), false, NOW_MS);
  return metadata;
}

describe('The metadata of a producer', () => {
  it('needs an update at once in the beginning, and later when it is older than metadata.max.age.ms', () => {
    expect(newMetadata().timeToNextUpdate(NOW_MS)).toBe(0);
    expect(updated().timeToNextUpdate(NOW_MS + 1000)).toBe(299_000);
  });

  it('waits for the backoff when an update is requested, but not for a new topic', () => {
    const metadata = updated();
    metadata.requestUpdate();
    expect(metadata.timeToNextUpdate(NOW_MS + 40)).toBe(60);
    metadata.add('new', NOW_MS + 40);
    expect(metadata.timeToNextUpdate(NOW_MS + 40)).toBe(0);
  });

  it('requests only a new topic, and keeps the metadata of the others', () => {
    const metadata = updated();
    metadata.add('new', NOW_MS);
    const { request, isPartialUpdate, requestVersion } = metadata.newMetadataRequestAndVersion(NOW_MS);
    expect({ topics: request.topics, isPartialUpdate }).toEqual({ topics: ['new'], isPartialUpdate: true });
    metadata.update(requestVersion, metadataResponse([topic('new', [1])]), true, NOW_MS);
    expect(metadata.fetch().topics).toEqual(['t', 'new']);
  });

  it('forgets a topic that was not sent to for metadata.max.idle.ms', () => {
    const metadata = updated();
    metadata.update(1, metadataResponse(), false, NOW_MS + 999);
    expect(metadata.topics()).toEqual(['t']);
    metadata.update(1, metadataResponse(), false, NOW_MS + 1000);
    expect(metadata.topics()).toEqual([]);
    expect(metadata.fetch().partitionsForTopic('t')).toEqual([]);
  });

  it('ignores a response with an older leader epoch', () => {
    const metadata = updated([0, 1], 5);
    metadata.update(1, metadataResponse([topic('t', [1, 0], 4)]), false, NOW_MS);
    expect(metadata.currentLeader({ topic: 't', partition: 0 })).toMatchObject({ leader: { id: 0 }, epoch: 5 });
  });

  it('accepts an older leader epoch after a response about other topics, because it has lost the topic id (KAFKA-15627)', () => {
    const metadata = updated([0], 2);
    metadata.add('other', NOW_MS);
    const { requestVersion, isPartialUpdate } = metadata.newMetadataRequestAndVersion(NOW_MS);
    expect(isPartialUpdate).toBe(true);
    metadata.update(requestVersion, metadataResponse([topic('other', [1])]), true, NOW_MS);
    expect(metadata.currentLeaderOf('t', 0).epoch).toBe(2);
    metadata.update(requestVersion, metadataResponse([topic('t', [1], 1), topic('other', [1])]), false, NOW_MS);
    expect(metadata.currentLeaderOf('t', 0)).toMatchObject({ leader: { id: 1 }, epoch: 1 });
    metadata.update(requestVersion, metadataResponse([topic('t', [0], 0), topic('other', [1])]), false, NOW_MS);
    expect(metadata.currentLeaderOf('t', 0)).toMatchObject({ leader: { id: 1 }, epoch: 1 });
  });

  it('takes over a newer leader that another response names, if its node is known or named, too', () => {
    const metadata = updated([0, 1], 5);
    const named = (leaderId: number, leaderEpoch: number) => ({ topic: 't', partition: 0, leaderId, leaderEpoch });
    for (const hint of [named(1, 5), named(7, 6), { ...named(1, 6), partition: 9 }]) metadata.updateLeaders([hint], []);
    expect(metadata.currentLeaderOf('t', 0)).toMatchObject({ leader: { id: 0 }, epoch: 5 });
    metadata.updateLeaders([named(1, 6)], []);
    expect(metadata.currentLeaderOf('t', 0)).toMatchObject({ leader: { id: 1 }, epoch: 6 });
    metadata.updateLeaders([named(7, 7)], [{ id: 7, host: 'broker-7', port: 9092 }]);
    expect(metadata.currentLeaderOf('t', 0)).toMatchObject({ leader: { id: 7, host: 'broker-7' }, epoch: 7 });
  });

  it('requests an update while a partition has no leader', () => {
    const metadata = updated([0, -1]);
    expect(metadata.updateRequested()).toBe(true);
    expect(metadata.fetch().partitionsForTopic('t').length).toBe(2);
    expect(
      metadata
        .fetch()
        .availablePartitionsForTopic('t')
        .map(({ partition }) => partition),
    ).toEqual([0]);
  });

  it('throws the error of an invalid topic once, when that topic is asked for', () => {
    const metadata = updated();
    const invalid = { ...topic('t', []), error: 'INVALID_TOPIC_EXCEPTION' } as const;
    metadata.update(1, metadataResponse([invalid]), false, NOW_MS);
    expect(() => metadata.maybeThrowExceptionForTopic('t')).toThrow(new InvalidTopicException('Invalid topics: [t]'));
    expect(() => metadata.maybeThrowExceptionForTopic('t')).not.toThrow();
  });

  it('notifies waiting callers of updates, fatal errors and close()', () => {
    const metadata = updated();
    const version = metadata.requestUpdate();
    const outcomes: (boolean | string)[] = [];
    metadata.onUpdate(() => {
      try {
        outcomes.push(metadata.awaitedUpdateArrived(version));
      } catch (error) {
        outcomes.push((error as Error).message);
      }
    });
    metadata.update(1, metadataResponse(), false, NOW_MS);
    metadata.fatalError(new KafkaException('no way'));
    metadata.close();
    expect(outcomes).toEqual([true, 'no way', 'Requested metadata update after close']);
  });
});
