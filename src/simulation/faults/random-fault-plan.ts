/**
 * Random fault plans, for runs that search for failures: the same seed and shape give the same plan.
 *
 * Every fault of a random plan ends, so that a run can finish. How often and with which fields a word is drawn is said
 * in words/.
 */
import { checkArgument, checkOptions, type OptionTypes } from '../../checks/arguments.ts';
import { DURATION_MS, listOf, OBJECT, oneOf, someOf, TEXT, valueType, WHOLE } from '../../checks/value-type.ts';
import { API_NAMES, type ApiName, apiNamed } from '../../protocol/messages.ts';
import { RandomStream } from '../../sim/index.ts';
import type { DrawContext, RunShape } from './definition/random-faults.ts';
import type { DisruptionWord } from './environment/environment-word.ts';
import type { FaultPlan, PlannedFault, PlannedSelection } from './fault-plan.ts';
import type { FaultScope } from './requests/request-scope.ts';
import { type AnyRequestWord, type ApiRestriction, isAllowed } from './requests/request-word.ts';
import { ENVIRONMENT_WORDS, type FaultWord, REQUEST_WORDS, type RequestWordName } from './vocabulary.ts';

/** What a random plan looks like. */
export interface FaultShape extends RunShape {
  /** How many faults. A disk failure and the restart that replaces the disk count as one. */
  readonly count: number;
  /**
   * How likely each word is relative to the others; 0 excludes it. The default makes common faults more likely. A plan
   * fails at most one disk. With out-of-sync replicas that can lose acknowledged records, in Kafka as here; `{
   * failDisk: 0 }` avoids it. A plan has `breakBeforeResponse` only with a weight here: `{ breakBeforeResponse: 4 }` makes it as
   * likely as `disconnect`.
   */
  readonly weights?: Readonly<Partial<Record<FaultWord, number>>>;
}

const SEED = valueType(
  (value): value is number | RandomStream => typeof value === 'number' || value instanceof RandomStream,
  'a whole number',
);

const SHAPE_TYPES: OptionTypes<FaultShape> = {
  count: WHOLE,
  withinMs: DURATION_MS,
  longestMs: DURATION_MS,
  brokers: someOf(WHOLE, 'a list of ids of brokers'),
  clients: someOf(TEXT, 'a list of names of clients'),
  apis: listOf(oneOf(API_NAMES), 'a list of APIs'),
  weights: OBJECT,
};

// biome-ignore lint/suspicious/noExplicitAny: the words have different fields and arguments.
type DrawnWord = DrawnRequestWord | DisruptionWord<any, any, any>;
type DrawnRequestWord = AnyRequestWord & Required<Pick<AnyRequestWord, 'random'>>;

/** The words that random plans can have. */
export interface DrawnWords {
  /** In the order of the weighted draw. */
  readonly all: readonly (readonly [FaultWord, DrawnWord])[];
  /** Types of the option `weights`. */
  readonly weightTypes: OptionTypes<Record<FaultWord, number>>;
  /** Words that can lose acknowledged records in Kafka, too. */
  readonly lossy: readonly FaultWord[];
  /** Words that a plan has only if `weights` names them, with their usual weights. */
  readonly onDemand: Readonly<Partial<Record<FaultWord, number>>>;
  /** All other words, in the order of the weighted draw. */
  readonly lossless: readonly FaultWord[];
}

let madeWords: DrawnWords | undefined;

/** Made when they are first asked for, since most programs draw no plan. */
export function drawnWords(): DrawnWords {
  madeWords ??= makeWords();
  return madeWords;
}

function makeWords(): DrawnWords {
  const all = (Object.entries({ ...REQUEST_WORDS, ...ENVIRONMENT_WORDS }) as [FaultWord, DrawnWord][])
    .filter(([, word]) => 'random' in word)
    .sort(([, one], [, other]) => one.random.order - other.random.order);
  const namesOf = (matches: (word: DrawnWord) => boolean): readonly FaultWord[] =>
    all.filter(([, word]) => matches(word)).map(([name]) => name);
  const onDemand = all.filter(([, word]) => isOnDemand(word));
  return {
    all,
    weightTypes: Object.fromEntries(all.map(([name]) => [name, WHOLE])) as DrawnWords['weightTypes'],
    lossy: namesOf(isLossy),
    onDemand: Object.fromEntries(onDemand.map(([name, { random }]) => [name, random.weight])),
    lossless: namesOf((word) => !isLossy(word) && !isOnDemand(word)),
  };
}

/**
 * Draws a plan. All its faults are `optional`, because a run does not meet every one of them.
 *
 * @example
 * import { randomFaultPlan } from 'kafka-trial';
 *
 * const shape = { count: 2, withinMs: 10_000, longestMs: 5_000, brokers: [1, 2, 3], clients: ['producer-1'] };
 * console.log(randomFaultPlan(7, shape).map((fault) => fault.do).join());
 * console.log(JSON.stringify(randomFaultPlan(7, shape)) === JSON.stringify(randomFaultPlan(7, shape)));
 * // prints: delayResponse,loseResponse
 * // prints: true
 *
 * @throws IllegalArgumentException for a shape that lacks a field, or has one of another type or name
 */
export function randomFaultPlan(seed: number | RandomStream, shape: FaultShape): FaultPlan {
  checkArgument('randomFaultPlan(seed)', seed, SEED);
  checkOptions('randomFaultPlan(seed, shape)', shape, SHAPE_TYPES);
  for (const name of ['count', 'withinMs', 'longestMs', 'brokers', 'clients'] as const) {
    checkArgument(`randomFaultPlan(seed, shape), option '${name}'`, shape[name], SHAPE_TYPES[name]);
  }
  const { all: words, weightTypes } = drawnWords();
  if (shape.weights !== undefined) {
    checkOptions(`randomFaultPlan(seed, shape), option 'weights'`, shape.weights, weightTypes, { noun: 'word' });
  }
  const random = typeof seed === 'number' ? RandomStream.fromSeed(seed) : seed;
  const weights = words.map(([name, word]) => shape.weights?.[name] ?? (isOnDemand(word) ? 0 : word.random.weight));
  const plan: PlannedFault[] = [];
  for (let i = 0; i < shape.count; i++) {
    const position = drawPosition(random, weights);
    const [name, word] = words[position] as (typeof words)[number];
    if (word.target === 'requests') plan.push(drawRequestFault({ random, shape }, name as RequestWordName, word));
    else plan.push(...drawEnvironmentFaults({ random, shape }, word));
    if ('isDrawnOnce' in word.random) weights[position] = 0;
  }
  return plan;
}

function isLossy({ random }: DrawnWord): boolean {
  return 'losesAcknowledgedRecords' in random;
}

function isOnDemand({ random }: DrawnWord): boolean {
  return 'isOnDemand' in random;
}

function drawPosition(random: RandomStream, weights: readonly number[]): number {
  let left = random.nextInt(weights.reduce((sum, weight) => sum + weight, 0));
  for (const [position, weight] of weights.entries()) {
    if (left < weight) return position;
    left -= weight;
  }
  throw new RangeError('All weights are 0, so there is no fault to draw: give at least one word a weight above 0');
}

// --- Faults on requests ----------------------------------------------------------------------------------------------------

function drawRequestFault(context: DrawContext, name: RequestWordName, word: DrawnRequestWord): PlannedFault {
  const { random, shape } = context;
  const api = drawApi(context, word.apis);
  const scope = { ...drawScope(context, api), ...drawSelection(context) };
  const ms = random.between(1, shape.longestMs);
  return {
    on: api,
    ...scope,
    do: name,
    ...word.random.draw({ random, shape, api, ms }),
    optional: true,
  } as PlannedFault;
}

/** Half of the faults are on Produce requests, unless the word can only act on those of another API. */
function drawApi({ random, shape }: DrawContext, restriction: ApiRestriction | undefined): ApiName {
  if (restriction?.only !== undefined) return restriction.only;
  const { apis = ['Metadata', 'InitProducerId', 'Fetch'] } = shape;
  const others = apis.filter((api) => isAllowed(api, restriction));
  return others.length === 0 || random.chance(1, 2) ? 'Produce' : random.pick(others);
}

function drawScope({ random, shape: { clients, brokers } }: DrawContext, api: ApiName): FaultScope {
  const { sentBy } = apiNamed(api);
  const client = sentBy === 'followers' ? `broker-${random.pick(brokers)}-fetcher` : random.pick(clients);
  const isForOneClient = sentBy !== 'transaction coordinators' && random.chance(1, 2);
  const broker = random.chance(1, 4) ? random.pick(brokers) : undefined;
  return { ...(isForOneClient && { client }), ...(broker !== undefined && { broker }) };
}

/** One request, a few, or those in a time window: never all requests of the run, which then could not finish. */
function drawSelection({ random, shape }: DrawContext): PlannedSelection & FaultScope {
  const fromMs = random.nextInt(shape.withinMs);
  const window = { fromMs, untilMs: fromMs + random.between(1, shape.longestMs) };
  switch (random.nextInt(4)) {
    case 0:
      return { nth: random.between(1, 20) };
    case 1:
      return { fromMs, times: random.between(1, 4) };
    case 2:
      return { ...window, chance: [random.between(1, 9), 10] };
    default:
      return window;
  }
}

// --- Environment faults ----------------------------------------------------------------------------------------------------

function drawEnvironmentFaults(
  { random, shape }: DrawContext,
  // biome-ignore lint/suspicious/noExplicitAny: the words have different fields and arguments.
  word: DisruptionWord<any, any, any>,
): readonly PlannedFault[] {
  const broker = random.pick(shape.brokers);
  const atMs = random.nextInt(shape.withinMs);
  const forMs = random.between(1, shape.longestMs);
  return word.random.draw({ random, shape, broker, span: { atMs, forMs, optional: true } }) as readonly PlannedFault[];
}
