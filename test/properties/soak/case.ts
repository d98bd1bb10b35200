/**
 * What one seed of the soak stands for: a cluster, producers and their work, and the faults they meet.
 *
 * Owns: what is drawn, and how likely it is. Everything comes from the seed.
 * Refuses to know: how a case is played (play.ts), and what has to hold (judge.ts).
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

/** After the pause these records are sent at once; `partition` null: the partitioner chooses. */
export interface Burst {
  readonly pauseMs: number;
  readonly count: number;
  readonly partition: number | null;
  readonly bytes: number;
  /** The program waits until the last of them has ended. */
  readonly isAwaited: boolean;
  /** What a program with transactions does after it. */
  readonly next: AfterBurst;
}

/** `take over`: it is started once more, and the instance so far goes on without knowing. */
export type AfterBurst = 'commit' | 'abort' | 'go on' | 'take over';

export interface ProducerCase {
  /** With a transactional.id it works in transactions (transactional-program.ts). */
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
  /** From then on nothing more goes wrong, and all that did is mended; ms since the start. */
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
      ...amongBrokers(random.fork('brokers'), brokers, longestMs),
      ...leftAlone(random.fork('alone'), brokers, longestMs),
    ],
    healedAtMs: WITHIN_MS + 2 * longestMs,
  };
}

/** Whose requests suffer where there are transactions. */
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
  const config = { ...drawTiming(random), ...drawRoom(random), ...guarantee };
  const bursts = Array.from({ length: random.between(3, 14) }, () => drawBurst(random, partitions));
  return { config, bursts };
}

function drawTransactions(random: RandomStream, number: number): ProducerConfigInput {
  return {
    'transactional.id': `bank-${number}`,
    // Without a pause an I/O thread that waits for a coordinator, or in a fatal state, never waits.
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

function drawRoom(random: RandomStream): ProducerConfigInput {
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

/** The common ones more often. */
const AFTER_BURST: readonly AfterBurst[] = ['commit', 'commit', 'commit', 'abort', 'go on', 'go on', 'take over'];

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

// --- Faults among brokers ------------------------------------------------------------------------------------------------------

/** Replicas that lose sight of each other, or of the controller. */
function amongBrokers(random: RandomStream, brokers: number, longestMs: number): FaultPlan {
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
 * One broker and the others lose sight of each other, and then those on one side fail together: what the ones wrote the others do not
 * have. Seldom met by chance, and what acks=1 and unclean elections lose records by.
 */
function leftAlone(random: RandomStream, brokers: number, longestMs: number): FaultPlan {
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
