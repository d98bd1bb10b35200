/**
 * One case of the soak: a cluster, producers with their programs, and faults, all drawn from the seed. play.ts runs it, and judge.ts checks
 * the guarantees.
 */
import {
  type ApiName,
  type BrokerConfigInput,
  type FaultPlan,
  type ProducerConfigInput,
  randomFaultPlan,
  type TopicOptions,
} from 'kafka-trial';
import { RandomStream } from 'kafka-trial/sim';

export const TOPIC = 'payments';
/** Default of retries. */
export const UNLIMITED = 2_147_483_647;

/** Records that are sent at once after a pause; `partition` null: the partitioner chooses. */
export interface Burst {
  readonly pauseMs: number;
  readonly count: number;
  readonly partition: number | null;
  readonly bytes: number;
  /** Whether the program waits until the last of them is completed. */
  readonly isAwaited: boolean;
  /** What a transactional program does afterwards. */
  readonly next: AfterBurst;
}

/** `take over`: a new instance of the program is started, and the previous one continues, unaware of it. */
export type AfterBurst = 'commit' | 'abort' | 'continue' | 'take over';

export interface ProducerCase {
  /** With a transactional.id, the program uses transactions (transactional-program.ts). */
  readonly config: ProducerConfigInput;
  readonly bursts: readonly Burst[];
}

export interface Case {
  readonly seed: number;
  readonly brokers: number;
  readonly clusterConfig: BrokerConfigInput;
  readonly topic: Required<Pick<TopicOptions, 'partitions' | 'replicationFactor'>>;
  readonly latencyMs: { readonly minMs: number; readonly maxMs: number };
  readonly producers: readonly ProducerCase[];
  readonly plan: FaultPlan;
  /** When the last fault has ended and its effects are undone; ms since the start. */
  readonly healedAtMs: number;
}

const WITHIN_MS = 8_000;

export function caseOf(seed: number): Case {
  const random = RandomStream.fromSeed(seed).fork('soak');
  const brokers = random.pick([1, 2, 3, 3, 3]);
  const replicationFactor = random.between(1, brokers);
  const partitions = random.between(1, 3);
  const ids = Array.from({ length: brokers }, (_, i) => i + 1);
  const producers = Array.from({ length: random.pick([1, 1, 2]) }, (_, i) => drawProducer(random, partitions, i + 1));
  const longestMs = random.pick([500, 3_000, 10_000]);
  const minMs = random.between(1, 10);
  return {
    seed,
    brokers,
    clusterConfig: clusterConfigOf(random, brokers, replicationFactor),
    topic: { partitions, replicationFactor },
    latencyMs: { minMs, maxMs: minMs + random.nextInt(15) },
    producers,
    plan: [
      ...randomFaultPlan(random.fork('faults'), {
        count: random.nextInt(6),
        withinMs: WITHIN_MS,
        longestMs,
        brokers: ids,
        clients: producers.map((_, i) => `producer-${i + 1}`),
        ...(producers.some(isTransactional) && { apis: APIS_OF_TRANSACTIONS }),
      }),
      ...brokerPartitions(random.fork('brokers'), brokers, longestMs),
      ...isolatedBroker(random.fork('alone'), brokers, longestMs),
    ],
    healedAtMs: WITHIN_MS + 2 * longestMs,
  };
}

/** The APIs that faults apply to if there are transactions. */
const APIS_OF_TRANSACTIONS: readonly ApiName[] = [
  'Metadata',
  'Fetch',
  'InitProducerId',
  'FindCoordinator',
  'AddPartitionsToTxn',
  'EndTxn',
  'WriteTxnMarkers',
];

export function isTransactional({ config }: ProducerCase): boolean {
  return config['transactional.id'] !== undefined;
}

/** A third of the clusters each has ZooKeeper, KRaft controllers on machines of their own, and KRaft controllers on the brokers. */
function drawMode(random: RandomStream): BrokerConfigInput {
  return random.pick<BrokerConfigInput>([
    { 'zookeeper.connect': 'localhost:2181', 'zookeeper.session.timeout.ms': random.pick([1_000, 3_000, 18_000]) },
    { 'process.roles': 'broker' },
    { 'process.roles': 'broker,controller' },
  ]);
}

function clusterConfigOf(random: RandomStream, brokers: number, replicationFactor: number): BrokerConfigInput {
  return {
    ...drawMode(random.fork('mode')),
    'min.insync.replicas': random.between(1, replicationFactor),
    'unclean.leader.election.enable': random.chance(1, 3),
    'replica.lag.time.max.ms': random.pick([500, 500, 2_000, 10_000]),
    'broker.session.timeout.ms': random.pick([1_000, 1_000, 3_000, 9_000]),
    'request.timeout.ms': random.pick([1_000, 5_000]),
    'leader.imbalance.check.interval.seconds': random.pick([3, 300]),
    'transaction.state.log.num.partitions': 2,
    'transaction.state.log.replication.factor': brokers,
    'transaction.state.log.min.isr': random.between(1, brokers),
    'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1_000,
  };
}

// --- Producers -----------------------------------------------------------------------------------------------------------------

function drawProducer(random: RandomStream, partitions: number, number: number): ProducerCase {
  const guarantee = random.chance(1, 5) ? drawTransactions(random, number) : drawGuarantee(random);
  const config = { ...drawTiming(random), ...drawMemory(random), ...guarantee };
  const bursts = Array.from({ length: random.between(3, 14) }, () => drawBurst(random, partitions));
  return { config, bursts };
}

function drawTransactions(random: RandomStream, number: number): ProducerConfigInput {
  return {
    'transactional.id': `bank-${number}`,
    // Not 0: while an I/O thread waits for a coordinator, or is in a fatal state, its loop would run without any pause.
    'retry.backoff.ms': random.pick([20, 100]),
    'transaction.timeout.ms': random.pick([1_000, 5_000, 60_000]),
    acks: 'all',
    'enable.idempotence': true,
    retries: UNLIMITED,
    'max.in.flight.requests.per.connection': random.between(1, 5),
  };
}

function drawTiming(random: RandomStream): ProducerConfigInput {
  const lingerMs = random.pick([0, 0, 5, 100]);
  const requestMs = random.between(150, 2_000);
  return {
    'linger.ms': lingerMs,
    'request.timeout.ms': requestMs,
    'delivery.timeout.ms': lingerMs + requestMs + random.pick([0, 500, 5_000, 30_000]),
    'max.block.ms': random.pick([500, 10_000]),
    'retry.backoff.ms': random.pick([0, 20, 100]),
    'reconnect.backoff.ms': random.pick([20, 50]),
    'reconnect.backoff.max.ms': 1_000,
    'metadata.max.age.ms': random.pick([1_000, 300_000]),
  };
}

function drawMemory(random: RandomStream): ProducerConfigInput {
  const batchSize = random.pick([0, 200, 16_384]);
  return {
    'batch.size': batchSize,
    'buffer.memory': random.chance(1, 6) ? Math.max(batchSize, 1_000) * 3 : 33_554_432,
    'compression.type': random.pick(['none', 'none', 'none', 'gzip']),
  };
}

function drawGuarantee(random: RandomStream): ProducerConfigInput {
  const retries = random.chance(1, 4) ? random.between(1, 4) : UNLIMITED;
  if (random.chance(1, 2)) {
    return {
      acks: 'all',
      'enable.idempotence': true,
      retries,
      'max.in.flight.requests.per.connection': random.between(1, 5),
    };
  }
  return {
    acks: random.pick(['all', '1', '1', '0']),
    'enable.idempotence': false,
    retries: random.chance(1, 8) ? 0 : retries,
    'max.in.flight.requests.per.connection': random.pick([1, 2, 5]),
  };
}

/** Common ones are listed several times. */
const AFTER_BURST: readonly AfterBurst[] = ['commit', 'commit', 'commit', 'abort', 'continue', 'continue', 'take over'];

function drawBurst(random: RandomStream, partitions: number): Burst {
  return {
    pauseMs: random.nextInt(random.pick([10, 300, 1_500])),
    count: random.between(1, random.pick([1, 3, 8])),
    partition: random.chance(1, 2) ? null : random.nextInt(partitions),
    bytes: random.between(1, random.pick([30, 400])),
    isAwaited: random.chance(1, 5),
    next: random.pick(AFTER_BURST),
  };
}

// --- Faults between brokers -----------------------------------------------------------------------------------------------------

/** Partitions between two brokers, or between a broker and the controller. */
function brokerPartitions(random: RandomStream, brokers: number, longestMs: number): FaultPlan {
  const plan: FaultPlan[number][] = [];
  for (let i = random.nextInt(3); i > 0; i--) {
    const span = { atMs: random.nextInt(WITHIN_MS), forMs: random.between(1, longestMs), optional: true };
    const [one, other] = random.shuffle([1, 2, 3].slice(0, brokers));
    const from = [`broker-${one}`];
    if (other === undefined || random.chance(1, 3)) plan.push({ do: 'partition', from, to: ['controller'], ...span });
    else plan.push({ do: random.pick(['partition', 'partitionOneWay']), from, to: [`broker-${other}`], ...span });
  }
  return plan;
}

/**
 * One broker is partitioned from the others, and then all brokers on one side crash together, so that the others lack what was written
 * there. This is how records are lost with acks=1 and in unclean elections, and independent random faults rarely combine like that.
 */
function isolatedBroker(random: RandomStream, brokers: number, longestMs: number): FaultPlan {
  const [one, ...others] = random.shuffle([1, 2, 3].slice(0, brokers)) as [number, ...number[]];
  if (others.length === 0 || random.chance(1, 2)) return [];
  const atMs = random.nextInt(WITHIN_MS);
  const forMs = random.between(Math.ceil(longestMs / 2), longestMs);
  const failing = random.chance(1, 2) ? [one] : others;
  const sides = { from: [`broker-${one}`], to: others.map((id) => `broker-${id}`) };
  return [
    { do: 'partition', ...sides, atMs, forMs, optional: true },
    ...failing.map(
      (broker) => ({ do: 'crash', broker, atMs: atMs + forMs, forMs: longestMs, optional: true }) as const,
    ),
  ];
}
