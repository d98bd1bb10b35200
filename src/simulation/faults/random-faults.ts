/**
 * Plans of faults by chance, for runs that look for trouble: the same stream and shape, the same plan.
 *
 * Owns: which faults are drawn and how long they last, and that everything is mended in the end, so that a run can finish.
 * Refuses to know: what a fault does, and what a run is looking for.
 */
import { type ApiName, apiNamed } from '../../protocol/messages.ts';
import { RandomStream } from '../../sim/index.ts';
import type { FaultScope } from './fault.ts';
import type { FaultPlan, PlannedAction, PlannedFault, PlannedSelection } from './fault-plan.ts';
import { drawInWorld, type WorldTrouble } from './random-world-faults.ts';

/** A word that can be drawn. Those that mend are drawn with what they mend. */
export type FaultWord = PlannedAction['do'] | WorldTrouble;

export interface FaultShape {
  /** How many troubles; a disk that fails and the restart that replaces it are one. */
  readonly count: number;
  /** They begin before this moment, in ms since the start. */
  readonly withinMs: number;
  /** The longest any of them lasts, in ms, at least 1. By `withinMs` and twice this all is mended. */
  readonly longestMs: number;
  /** Ids of the brokers, at least one. */
  readonly brokers: readonly number[];
  /** Names of the clients, at least one. */
  readonly clients: readonly string[];
  /** Whose requests suffer, besides Produce, which has half of it. Default Metadata, InitProducerId and Fetch. */
  readonly apis?: readonly ApiName[];
  /**
   * How likely words are against each other; 0: never. Default: the common ones more often. A plan fails one disk at most; that can
   * lose what was acknowledged, in Kafka as here, when the others were out of sync: `{ failDisk: 0 }` spares it.
   */
  readonly weights?: Readonly<Partial<Record<FaultWord, number>>>;
}

const ON_REQUESTS: Readonly<Record<PlannedAction['do'], number>> = {
  loseRequest: 4,
  loseResponse: 6,
  disconnect: 4,
  neverAnswer: 2,
  delayRequest: 3,
  delayResponse: 3,
  holdRequest: 3,
  holdResponse: 2,
  respond: 6,
  throttle: 2,
  staleMetadata: 3,
  corruptBatch: 2,
};

const IN_WORLD: Readonly<Record<WorldTrouble, number>> = {
  crash: 6,
  shutdown: 3,
  pause: 3,
  partition: 4,
  cutOff: 3,
  slowLink: 3,
  slowReplica: 3,
  failDisk: 1,
  stopController: 2,
  refuseConnections: 2,
  wrongBootstrap: 1,
  skewClock: 1,
};

/** From a seed, or a stream. All of it is optional, since nobody knows which of it a run will meet. */
export function randomFaultPlan(seed: number | RandomStream, shape: FaultShape): FaultPlan {
  const random = typeof seed === 'number' ? RandomStream.fromSeed(seed) : seed;
  const weights = { ...ON_REQUESTS, ...IN_WORLD, ...shape.weights };
  const plan: PlannedFault[] = [];
  for (let i = 0; i < shape.count; i++) {
    const word = drawWord(random, weights);
    plan.push(...(isOnRequests(word) ? [drawOnRequests(random, shape, word)] : drawInWorld(random, shape, word)));
    if (word === 'failDisk') weights.failDisk = 0;
  }
  return plan;
}

function drawWord(random: RandomStream, weights: Readonly<Record<FaultWord, number>>): FaultWord {
  const words = Object.keys(weights) as FaultWord[];
  let left = random.nextInt(words.reduce((sum, word) => sum + weights[word], 0));
  for (const word of words) {
    if (left < weights[word]) return word;
    left -= weights[word];
  }
  throw new RangeError('All weights are 0: there is no fault to draw');
}

// --- On requests -----------------------------------------------------------------------------------------------------------

function isOnRequests(word: FaultWord): word is PlannedAction['do'] {
  return Object.hasOwn(ON_REQUESTS, word);
}

function drawOnRequests(random: RandomStream, shape: FaultShape, word: PlannedAction['do']): PlannedFault {
  const on = apiFor(random, shape, word);
  const scope = { ...drawScope(random, shape, on), ...drawSelection(random, shape) };
  return { on, ...scope, ...drawAction(random, shape, on, word), optional: true };
}

function apiFor(random: RandomStream, shape: FaultShape, word: PlannedAction['do']): ApiName {
  if (word === 'staleMetadata') return 'Metadata';
  const { apis = ['Metadata', 'InitProducerId', 'Fetch'] } = shape;
  const carriers =
    word === 'corruptBatch'
      ? []
      : apis.filter((api) => word !== 'throttle' || apiNamed(api).clientThrottlesFrom !== null);
  return carriers.length === 0 || random.chance(1, 2) ? 'Produce' : random.pick(carriers);
}

function drawScope(random: RandomStream, { clients, brokers }: FaultShape, on: ApiName): FaultScope {
  const client = on === 'Fetch' ? `broker-${random.pick(brokers)}-fetcher` : random.pick(clients);
  const isForOne = on !== 'WriteTxnMarkers' && random.chance(1, 2);
  const broker = random.chance(1, 4) ? random.pick(brokers) : undefined;
  return { ...(isForOne && { client }), ...(broker !== undefined && { broker }) };
}

/** One, a few, or those of a while: never all there will ever be. */
function drawSelection(random: RandomStream, { withinMs, longestMs }: FaultShape): PlannedSelection & FaultScope {
  const fromMs = random.nextInt(withinMs);
  const span = { fromMs, untilMs: fromMs + random.between(1, longestMs) };
  switch (random.nextInt(4)) {
    case 0:
      return { nth: random.between(1, 20) };
    case 1:
      return { fromMs, times: random.between(1, 4) };
    case 2:
      return { ...span, chance: [random.between(1, 9), 10] };
    default:
      return span;
  }
}

function drawAction(random: RandomStream, shape: FaultShape, on: ApiName, word: PlannedAction['do']): PlannedAction {
  const { withinMs, longestMs } = shape;
  const ms = random.between(1, longestMs);
  switch (word) {
    case 'delayRequest':
    case 'delayResponse':
      return { do: word, delayMs: ms };
    case 'holdRequest':
    case 'holdResponse':
      return { do: word, releaseAtMs: random.nextInt(withinMs) + ms };
    case 'respond':
      return { do: word, error: random.pick(apiNamed(on).randomErrors) };
    case 'throttle':
      return { do: word, throttleTimeMs: ms };
    case 'staleMetadata':
      return { do: word, ageMs: ms };
    default:
      return { do: word };
  }
}
