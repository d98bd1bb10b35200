/** Covers: src/simulation/topic-view.ts, src/simulation/hosts/client-host.ts. Consumers and transaction markers, last stable offsets and aborted transactions. */
import { describe, expect, it } from 'vitest';
import { StringDeserializer } from '../../src/client/index.ts';
import { KafkaConsumer } from '../../src/consumer/index.ts';
import { RandomStream, Trace } from '../../src/sim/index.ts';
import { Trial } from '../../src/simulation/checking/trial.ts';
import type { SimulationEvents } from '../../src/simulation/events/simulation-events.ts';
import { clientHostFor } from '../../src/simulation/hosts/client-host.ts';
import { silentLogger } from '../../src/simulation/hosts/logger.ts';
import { FailureFactory } from '../../src/simulation/run/failure-factory.ts';
import { RunProgress } from '../../src/simulation/run/run-progress.ts';
import { UserActivity } from '../../src/simulation/run/user-activity.ts';
import { TopicView } from '../../src/simulation/topic-view.ts';
import { RawCluster } from './raw-cluster.ts';
import { RawProducer } from './raw-producer.ts';

/** A trial without guarantees. */
function trialOf({ kernel, cluster, nodes }: RawCluster): Trial {
  const trace = new Trace<SimulationEvents>('off', 0);
  const failures = new FailureFactory({ seed: 1, startMs: 0, kernel, trace, replayCommand: undefined });
  const progress = new RunProgress(kernel, { clock: 'real' });
  const options = { kernel, cluster, brokers: nodes, trace, startMs: 0, failures, progress };
  return new Trial({ ...options, guarantees: 'none', breaks: [] });
}

const PAYMENTS = { topic: 'payments', partition: 0 };

function consumer(raw: RawCluster, isolation: string): KafkaConsumer<string, string> {
  const { kernel, network } = raw;
  const clientHost = clientHostFor(`consumer-${isolation}`, {
    kernel,
    network,
    random: RandomStream.fromSeed(2),
    trace: new Trace('off', 0),
    logger: silentLogger,
    userActivity: new UserActivity(),
    callbackErrors: { add: () => {} },
  });
  const config = {
    'bootstrap.servers': 'broker-1:9092',
    'isolation.level': isolation,
    'auto.offset.reset': 'earliest',
    'key.deserializer': StringDeserializer,
    'value.deserializer': StringDeserializer,
  };
  const made = new KafkaConsumer<string, string>(config as object, clientHost, { clientNumber: 1 });
  made.assign([PAYMENTS]);
  return made;
}

async function poll(raw: RawCluster, from: KafkaConsumer<string, string>): Promise<unknown[]> {
  const polled = from.poll(1_000);
  raw.advance(1_500);
  return [...(await polled)].map(({ value }) => value);
}

describe('A consumer', () => {
  it('with read_committed sees committed records, and no aborted ones', async () => {
    const raw = new RawCluster();
    raw.nodes.apply((cluster, nowMs) =>
      cluster.createTopic('payments', { partitions: 1, replicationFactor: 3 }, nowMs),
    );
    const [first, second] = [new RawProducer(raw, 'first'), new RawProducer(raw, 'second')];
    for (const producer of [first, second]) {
      producer.init();
      producer.add([PAYMENTS]);
    }
    const committed = consumer(raw, 'read_committed');
    const uncommitted = consumer(raw, 'read_uncommitted');
    first.produce(PAYMENTS, ['a']);
    second.produce(PAYMENTS, ['b']);
    expect([await poll(raw, committed), await poll(raw, uncommitted)]).toEqual([[], ['a', 'b']]);
    second.end(true);
    raw.advance(10);
    expect([await poll(raw, committed), await poll(raw, uncommitted)]).toEqual([[], []]);
    first.end(false);
    raw.advance(10);
    expect(await poll(raw, committed)).toEqual(['b']);
    // Markers lie at 2 and 3; both readers have got past them.
    expect([await committed.position(PAYMENTS), await uncommitted.position(PAYMENTS)]).toEqual([4, 3]);
  });
});

describe('A view of a topic', () => {
  it('can leave out records that are not committed', () => {
    const raw = new RawCluster();
    raw.nodes.apply((cluster, nowMs) =>
      cluster.createTopic('payments', { partitions: 1, replicationFactor: 3 }, nowMs),
    );
    const producer = new RawProducer(raw, 'tx');
    const view = new TopicView('payments', raw.cluster, trialOf(raw));
    for (const committed of [true, false]) {
      producer.init();
      producer.add([PAYMENTS]);
      producer.produce(PAYMENTS, [committed ? 'kept' : 'dropped']);
      producer.end(committed);
      raw.advance(10);
    }
    expect(view.values()).toEqual(['kept', 'dropped']);
    expect(view.values(0)).toEqual(['kept', 'dropped']);
    expect(view.values({ isolation: 'read_committed' })).toEqual(['kept']);
  });
});
