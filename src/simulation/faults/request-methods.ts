/**
 * The methods that build faults on requests: `on('Produce', { topic }).nth(2).loseResponse()`.
 */
import { OBJECT } from '../../checks/value-type.ts';
import type { ApiName } from '../../protocol/messages.ts';
import { type Fault, onFaultCall, unexpectedValue } from './definition/fault.ts';
import { describeSelection } from './describe-fault.ts';
import type { PlannedRequestFault, PlannedSelection } from './fault-plan.ts';
import { checkFault, checkScope, checkSelection } from './read-fault-plan.ts';
import type { RequestFault } from './request-fault.ts';
import type { FaultScope } from './requests/request-scope.ts';
import type { RequestWord } from './requests/request-word.ts';
import { type FaultWords, REQUEST_WORDS, type RequestWordName } from './vocabulary.ts';

/**
 * What happens to a request that the fault takes: each method starts the fault and returns it. If several faults take
 * the same request, the one that was set first acts on it, and the others only count it.
 *
 * @throws FaultError if the word cannot act on requests of this API, or an argument is invalid
 */
export type FaultAction = {
  readonly [Name in keyof FaultWords as Name extends RequestWordName ? Name : never]: MethodOf<FaultWords[Name]>;
};

type MethodOf<Word> =
  Word extends RequestWord<infer _Action, infer Arguments, infer Result> ? (...args: Arguments) => Result : never;

/** Which of the requests in scope the fault takes. Without a call of one of these methods: all of them. */
export interface FaultTrigger extends FaultAction {
  /** Takes only the first request. */
  once(): FaultAction;
  /** Takes only the nth request, from 1. */
  nth(n: number): FaultAction;
  /** Takes only the first n requests. */
  times(n: number): FaultAction;
  /**
   * Takes each request with a probability of `numerator / denominator`: `chance(1, 10)`. It is drawn from the seed, by
   * a random stream that the fault does not share with other faults.
   */
  chance(numerator: number, denominator: number): FaultAction;
}

export interface RequestMethodsOptions {
  /** @throws FaultError if this cluster does not have the broker */
  readonly checkBroker: (broker: number) => void;
  readonly start: (fault: PlannedRequestFault) => RequestFault;
  /** Called for each selection; the function that it returns is called when the selection gets an action. */
  readonly onSelected: (description: string) => () => void;
}

const PLACE = 'fault';

/** @throws FaultError if the API does not exist or the scope is invalid */
export function requestTrigger(on: ApiName, scope: FaultScope, options: RequestMethodsOptions): FaultTrigger {
  if (!OBJECT.accepts(scope as unknown))
    throw unexpectedValue('on(api, scope)', "a scope such as { topic: 'payments' }", scope);
  checkScope({ on, ...scope }, PLACE);
  if (scope.broker !== undefined) options.checkBroker(scope.broker);
  const select = (selection: PlannedSelection): FaultAction => {
    onAll();
    checkSelection({ ...selection }, PLACE);
    return actionsOn(selection, options.onSelected(describeSelection({ on, ...scope, ...selection })));
  };
  const actionsOn = (selection: PlannedSelection, onAction: () => void): FaultAction =>
    actionMethods((action) => {
      onAction();
      const fault = { on, ...scope, ...selection, ...action } as PlannedRequestFault;
      checkFault(fault, PLACE);
      return options.start(fault);
    });
  const onAll = options.onSelected(describeSelection({ on, ...scope }));
  const selections = {
    once: (...args: readonly unknown[]): FaultAction =>
      onFaultCall(selections.once, () => {
        checkCount('once', args, 0);
        return select({ once: true });
      }),
    nth: (nth: number): FaultAction => onFaultCall(selections.nth, () => select({ nth })),
    times: (times: number): FaultAction => onFaultCall(selections.times, () => select({ times })),
    chance: (numerator: number, denominator: number): FaultAction =>
      onFaultCall(selections.chance, () => select({ chance: [numerator, denominator] })),
  };
  return Object.assign(actionsOn({}, onAll), selections);
}

/** @throws FaultError if there are more arguments than the method takes */
function checkCount(method: string, args: readonly unknown[], most: number): void {
  if (args.length > most) throw unexpectedValue(`${method}()`, `${most} arguments at most`, args.length);
}

type StartAction = (action: { readonly do: string }) => Fault;

/** The methods of all words. They are on the prototype, since each selection has an object of its own. */
class ActionMethods {
  readonly #start: StartAction;

  constructor(start: StartAction) {
    this.#start = start;
  }

  static {
    for (const [name, word] of Object.entries(REQUEST_WORDS)) {
      const method = function (this: ActionMethods, ...args: readonly unknown[]): Fault {
        return onFaultCall(method, () => {
          checkCount(name, args, word.fromCall.length);
          return this.#start({ do: name, ...word.fromCall(...args) });
        });
      };
      Object.defineProperty(ActionMethods.prototype, name, { value: method });
    }
  }
}

function actionMethods(start: StartAction): FaultAction {
  return new ActionMethods(start) as unknown as FaultAction;
}
