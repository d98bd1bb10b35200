/**
 * The methods that start faults of brokers, the network, the controller and clocks, now (`sim.faults.crash(1)`) or at a
 * scheduled time (`sim.at(5_000).crash(1)`).
 */
import { OBJECT } from '../../checks/value-type.ts';
import { type Fault, onFaultCall, unexpectedValue } from './definition/fault.ts';
import type { AnyFields } from './definition/field.ts';
import type { AnyEnvironmentWord, DisruptionWord, RepairWord, ResolveBroker } from './environment/environment-word.ts';
import { ENVIRONMENT_WORDS, type EnvironmentWordName, type FaultWords } from './vocabulary.ts';

/**
 * Each method returns the fault, whose `remove()` undoes it.
 *
 * @throws FaultError if a broker does not exist or an argument is invalid
 */
export type EnvironmentMethods = {
  readonly [Name in keyof FaultWords as Name extends EnvironmentWordName ? Name : never]: MethodOf<FaultWords[Name]>;
};

type MethodOf<Word> =
  Word extends DisruptionWord<infer _Data, infer Arguments, infer _Drawn>
    ? (...args: Arguments) => Fault
    : Word extends RepairWord<infer _Data, infer Arguments>
      ? (...args: Arguments) => Fault
      : never;

/** A scheduled time, and what can be done then. */
export interface Moment extends EnvironmentMethods {
  /** Calls a function at that time. */
  do(action: () => void): void;
}

/** An environment fault without its time. */
export interface UnscheduledFault {
  readonly do: EnvironmentWordName;
}

type StartFault = (fault: UnscheduledFault) => Fault;

/** The methods of all words. They are on the prototype, since every simulation and every `at()` has an object of its own. */
class Methods {
  readonly #start: StartFault;
  readonly #idOf: ResolveBroker;

  constructor(start: StartFault, idOf: ResolveBroker) {
    this.#start = start;
    this.#idOf = idOf;
  }

  static {
    for (const [name, word] of Object.entries(ENVIRONMENT_WORDS)) {
      const method = function (this: Methods, ...args: readonly unknown[]): Fault {
        return onFaultCall(method, () => {
          checkArguments(name, word, args);
          return this.#start({ do: name as EnvironmentWordName, ...word.fromCall(this.#idOf, ...args) });
        });
      };
      Object.defineProperty(Methods.prototype, name, { value: method });
    }
  }
}

/**
 * The last argument of a word with optional fields is an object of these.
 *
 * @throws FaultError if the last argument is something else, or there are more arguments than the method takes
 */
function checkArguments(name: string, word: AnyEnvironmentWord, args: readonly unknown[]): void {
  // The first parameter is not one of the method, and the optional one does not count.
  const required = Math.max(0, word.fromCall.length - 1);
  const hasOptions = Object.values(word.fields as AnyFields).some(({ isOptional }) => isOptional);
  const most = required + (hasOptions ? 1 : 0);
  if (args.length > most) throw unexpectedValue(`${name}()`, `${most} arguments at most`, args.length);
  const options = args[required];
  if (options === undefined || OBJECT.accepts(options)) return;
  throw unexpectedValue(`${name}(), last argument`, 'an object such as { forMs: 5_000 }', options);
}

/** A base class: its objects have a method for each word. */
export const EnvironmentMethodsBase: new (start: StartFault, idOf: ResolveBroker) => EnvironmentMethods =
  Methods as unknown as new (
    start: StartFault,
    idOf: ResolveBroker,
  ) => EnvironmentMethods;
