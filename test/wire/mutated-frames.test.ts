/** Covers src/wire/, src/broker/ and the network between them: bytes of any content do harm to nobody but the client that sends them. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RequestEnvelope } from '../../src/protocol/messages.ts';
import { ByteReader } from '../../src/wire/bytes/byte-reader.ts';
import type { Field } from '../../src/wire/schema/field.ts';
import { messageCodec } from '../../src/wire/schema/message-codec.ts';
import { RawCluster } from '../simulation/raw-cluster.ts';
import { javaBatch } from './batches/java-batches.ts';
import { anyMutation, anyRequest, EVERY_VERSION } from './messages/any-request.ts';
import { NetworkClient } from './network-client.ts';
import { type AnyRead, requestFrame } from './wire-client.ts';

const HOUR_MS = 3_600_000;
/** Longer than a request waits whose timeouts are shorter than an hour. */
const WAIT_MS = 2 * HOUR_MS;
const CONNECTIONS = 4;
const MODES = ['kraft', 'zookeeper'] as const;
const RUNS = Number(process.env.WIRE_FRAMES ?? 800) / 20;

/** Topics, groups and partitions that there are, so that requests get further than the first check. */
function known(field: Field, value: unknown): unknown {
  const { name, type } = field;
  if (name.endsWith('Ms') && typeof value === 'number') return value % 5_000;
  if (type === 'int32' && /partition|index/i.test(name)) return Number(value) & 1;
  if (/epoch/i.test(name)) return -1;
  if (type !== 'string' || typeof value !== 'string') return value;
  if (/topic|^name$/i.test(name)) return value.length % 3 === 0 ? 'compacted' : 'orders';
  if (/group|^key$/i.test(name)) return 'group';
  return name === 'memberId' ? '' : value;
}

const anyFrame = fc
  .constantFrom(...EVERY_VERSION)
  .chain(([name, version]) =>
    anyRequest(name, version, known).map((message) => requestFrame(name, version, message, 1)),
  );

/** A frame, and the connection that it is sent on. */
const anySent = fc.tuple(anyFrame, fc.oneof(fc.constant(undefined), anyMutation), fc.nat({ max: CONNECTIONS - 1 }));

function openCluster(mode: 'kraft' | 'zookeeper'): RawCluster {
  const raw = new RawCluster({ mode });
  raw.nodes.apply((cluster, nowMs) => {
    cluster.createTopic('orders', { partitions: 2, replicationFactor: 3 }, nowMs);
    cluster.createTopic(
      'compacted',
      { partitions: 2, replicationFactor: 2, configs: { 'cleanup.policy': 'compact' } },
      nowMs,
    );
    cluster.createTopic('other', { partitions: 1, replicationFactor: 3 }, nowMs);
  });
  return raw;
}

/** Whether a request may be unanswered at the end: its own timeouts are longer than the test, or 3.6.1 never answers it. */
function mayWait({ request }: RequestEnvelope): boolean {
  if (request.api === 'OffsetFetch' && request.groups.length === 0) return true;
  return Object.entries(request).some(([name, value]) => name.endsWith('Ms') && (value as number) > HOUR_MS);
}

it('Mutated frames are answered, or close their connection, while other clients are served', () => {
  fc.assert(
    fc.property(fc.array(anySent, { minLength: 20, maxLength: 20 }), fc.constantFrom(...MODES), (frames, mode) => {
      const raw = openCluster(mode);
      const clients = Array.from({ length: CONNECTIONS }, (_, i) => new NetworkClient(raw, 1 + (i % 3)));
      const other = new NetworkClient(
        raw,
        raw.cluster.topics.find(({ name }) => name === 'other')?.partitions[0]?.leader ?? 1,
      );
      raw.advance(10);
      for (const [frame, mutate, place] of frames) {
        if (clients[place]?.isClosed === true) {
          clients[place] = new NetworkClient(raw, 1 + (place % 3));
          raw.advance(10);
        }
        clients[place]?.write(mutate === undefined ? frame : mutate(frame));
        raw.advance(10);
      }
      const topicData = [{ name: 'other', partitionData: [{ index: 0, records: [javaBatch('none')] }] }];
      other.write(requestFrame('Produce', 7, { acks: -1, timeoutMs: 1000, topicData }, 1));
      raw.advance(1000);
      expect(producedOf(other)).toMatchObject({ errorCode: 0 });
      raw.advance(WAIT_MS);
      expect(raw.failures).toEqual([]);
      for (const { unanswered, failures } of clients) {
        expect(unanswered.slice(0, 1).filter((envelope) => !mayWait(envelope))).toEqual([]);
        expect(failures.filter(({ cause }) => cause !== undefined)).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
});

function producedOf(client: NetworkClient): AnyRead {
  const bytes = new ByteReader(client.answers.at(-1) ?? expect.unreachable('the other client is answered'));
  bytes.skip(8);
  const { responses } = messageCodec('Produce', 7).readResponse(bytes) as AnyRead;
  return responses[0].partitionResponses[0];
}
