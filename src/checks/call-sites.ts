/**
 * Where the stack of an error begins: at the line of the user's program that called the library. What is above that line are
 * functions of the library, which say nothing about the mistake and may leave no room for the line.
 */

/** What V8 and other engines add to Error. */
interface Host {
  readonly captureStackTrace?: (target: object, above?: EntryPoint) => void;
}

/** A function or a class that programs call. */
// biome-ignore lint/complexity/noBannedTypes: functions and classes of any kind, which are only compared
export type EntryPoint = Function;

const host = Error as unknown as Host;

/** A method, which is only compared and not called. */
export function methodOf<T extends object>(object: T, name: keyof T & string): EntryPoint {
  return object[name] as EntryPoint;
}

/** Entry points that call deep into the library; an outer one is after those that it calls. */
const entryPoints: EntryPoint[] = [];

/** Lets `startAtCaller` recognise calls of these functions. */
export function addEntryPoints(...functions: readonly EntryPoint[]): void {
  entryPoints.push(...functions);
}

/** Lets the stack of a new error begin at the line that called `entry`. No effect unless that is one of the callers, or if the host cannot do so. */
export function startAt<E>(error: E, entry: EntryPoint): E {
  if (error instanceof Error) moveStart(error, entry);
  return error;
}

/** The same for the outermost of the entry points that were added and are among the callers. */
export function startAtCaller<E extends Error>(error: E): E {
  for (let i = entryPoints.length - 1; i >= 0; i--) if (moveStart(error, entryPoints[i]!)) return error;
  return error;
}

/**
 * The line that has called an entry point, for errors that occur later. Unless it was captured, it is found for an error if the call is
 * still among the callers, or if an async function awaits it.
 *
 * `giveTo` and `addTo` are to be called by the async function whose promise the entry point returns.
 */
export class CallSite {
  private readonly entry: EntryPoint;
  /** Its text is made when it is read. */
  private readonly holder: { readonly stack?: string } = {};

  constructor(entry: EntryPoint, isCaptured: boolean) {
    this.entry = entry;
    if (isCaptured) host.captureStackTrace?.(this.holder, entry);
  }

  /** Lets the stack of an error begin at the line. */
  giveTo(error: Error): void {
    const frames = this.frames();
    if (frames !== '') error.stack = `${error.name}: ${error.message}${frames}`;
  }

  /** Adds the line at the end of the stack of an error that has occurred in an event, where no function of the program is among the callers. */
  addTo(error: Error): void {
    const { stack = '' } = error;
    const [line = ''] = this.frames().trimStart().split('\n');
    if (line !== '' && !stack.includes(line)) error.stack = `${stack}\n    ${line}`;
  }

  private frames(): string {
    const frames = framesOf(this.holder.stack);
    if (frames !== '') return frames;
    const now = new Error();
    return moveStart(now, this.entry) ? framesOf(now.stack) : awaitingFramesOf(now.stack);
  }
}

/** What awaits the caller's caller is on V8's stack after it, and after what has let it go on. */
function awaitingFramesOf(stack: string | undefined): string {
  return framesOf(stack).replace(/^(\n.*){3}(\n.*node:internal.*)?/, '');
}

function moveStart(error: Error, entry: EntryPoint): boolean {
  if (host.captureStackTrace === undefined) return false;
  const { stack } = error;
  host.captureStackTrace(error, entry);
  // Without a call of the entry point on the stack, all frames are left out.
  if (framesOf(error.stack) !== '') return true;
  if (stack !== undefined) error.stack = stack;
  return false;
}

/** From the line break before the first frame on. */
function framesOf(stack: string | undefined): string {
  const start = stack?.search(/\n\s+at /) ?? -1;
  return start < 0 ? '' : stack!.slice(start);
}
