/** Replacements for what tells the time: `Date`, `process.hrtime`. */

/** ms since the epoch or since the start. */
type Now = () => number;

/** `process.hrtime` */
export interface HighResolutionTime {
  (previous?: [number, number]): [seconds: number, nanoseconds: number];
  bigint(): bigint;
}

const NS_PER_MS = 1_000_000;
const NS_PER_S = 1_000_000_000;

/** The host's Date with another current time. It makes instances of the host's Date, so that they are equal to other dates. */
export function virtualDate(now: Now, HostDate: DateConstructor): DateConstructor {
  const DateOnClock: DateConstructor = new Proxy(HostDate, {
    construct: (target, args, made) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, made === DateOnClock ? target : made) as Date,
    apply: () => new HostDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
  return DateOnClock;
}

/** @param real checks the argument, so that it throws the host's errors */
export function virtualHrtime(now: Now, real: HighResolutionTime): HighResolutionTime {
  const hrtime = (previous?: [number, number]): [number, number] => {
    if (previous !== undefined) real(previous);
    const [seconds, nanoseconds] = previous ?? [0, 0];
    const elapsedMs = now();
    const sinceSeconds = Math.floor(elapsedMs / 1_000) - seconds;
    const sinceNanoseconds = (elapsedMs % 1_000) * NS_PER_MS - nanoseconds;
    return sinceNanoseconds < 0 ? [sinceSeconds - 1, sinceNanoseconds + NS_PER_S] : [sinceSeconds, sinceNanoseconds];
  };
  return Object.assign(hrtime, { bigint: () => BigInt(now()) * BigInt(NS_PER_MS) });
}
