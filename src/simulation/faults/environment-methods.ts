/**
 * The methods that start faults of brokers, the network, the controller and clocks, now (`sim.faults.crash(1)`) or at a
 * scheduled time (`sim.at(5_000).crash(1)`).
 */
import type { Fault } from './definition/fault.ts';
import type { DisruptionWord, RepairWord, ResolveBroker } from './environment/environment-word.ts';
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
        return this.#start({ do: name as EnvironmentWordName, ...word.fromCall(this.#idOf, ...args) });
      };
      Object.defineProperty(Methods.prototype, name, { value: method });
    }
  }
}

/** A base class: its objects have a method for each word. */
export const EnvironmentMethodsBase: new (start: StartFault, idOf: ResolveBroker) => EnvironmentMethods =
  Methods as unknown as new (
    start: StartFault,
    idOf: ResolveBroker,
  ) => EnvironmentMethods;
