import { describe, expect, it } from 'vitest';
import type { RecordBatch } from '../../../src/protocol/records/record-batch.ts';
import { batchOf, type Pump, withTopic } from '../pump.ts';

/** A batch on which the checks of a compacted topic fail with an exception. */
function unexpected(): RecordBatch {
  const keys = (): never => {
    throw new Error('What is this?');
  };
  return Object.defineProperty({ ...batchOf(['a']) }, 'keys', { get: keys }) as RecordBatch;
}

function produce(pump: Pump, acks: -1 | 0, isForeign: boolean): void {
  const partitions = [{ topic: 't', partition: 0, batch: unexpected() }];
  const request = { api: 'Produce', acks, timeoutMs: 1_000, transactionalId: null, partitions } as const;
  pump.do((cluster, nowMs) =>
    cluster.receive(1, { request, clientId: 'test', expectResponse: acks !== 0, isForeign }, 'token', nowMs),
  );
}

describe('A request that causes an exception', () => {
  it('of a client that talks bytes is answered with UNKNOWN_SERVER_ERROR', () => {
    const pump = withTopic({ 'cleanup.policy': 'compact' });
    produce(pump, -1, true);
    expect(pump.answers.get('token')).toMatchObject({
      partitions: [{ topic: 't', partition: 0, error: 'UNKNOWN_SERVER_ERROR' }],
    });
    expect(pump.events).toContain('request failed');
    expect(pump.produced(pump.produce(batchOf(['b'], undefined, { keys: ['k'] })))?.error).toBe('NONE');
  });

  it('closes the connection if the client expects no response', () => {
    const pump = withTopic({ 'cleanup.policy': 'compact' });
    produce(pump, 0, true);
    expect(pump.disconnected).toEqual(['token']);
  });

  it('of another client fails the simulation, since it is an error of ours', () => {
    const pump = withTopic({ 'cleanup.policy': 'compact' });
    expect(() => produce(pump, -1, false)).toThrow('What is this?');
  });
});
