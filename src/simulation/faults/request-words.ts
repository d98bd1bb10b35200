/**
 * The words on requests as methods that build a fault: `on('Produce').nth(2).loseResponse()`.
 *
 * Owns: which word of the code is which word of the plan. Refuses to know: what the words do.
 */
import type { ApiName } from '../../protocol/messages.ts';
import type { Fault, FaultAction, FaultScope, FaultTrigger, HeldFault } from './fault.ts';
import type { PlannedAction, PlannedRequestFault, PlannedSelection } from './fault-plan.ts';
import { checkFault, checkScopeGiven, checkSelectionGiven } from './read-fault-plan.ts';
import type { RequestFault } from './request-fault.ts';

export interface RequestWordsHost {
  /** @throws FaultError if there is no such broker */
  readonly expectBroker: (broker: number) => void;
  readonly start: (fault: PlannedRequestFault) => RequestFault;
}

const PLACE = 'fault';

/** Refuses at once what is wrong so far. */
export function requestTrigger(on: ApiName, scope: FaultScope, host: RequestWordsHost): FaultTrigger {
  checkScopeGiven({ on, ...scope }, PLACE);
  if (scope.broker !== undefined) host.expectBroker(scope.broker);
  const select = (selection: PlannedSelection): FaultAction => {
    checkSelectionGiven({ ...selection }, PLACE);
    return actions((action) => {
      const fault = { on, ...scope, ...selection, ...action } as PlannedRequestFault;
      checkFault(fault, PLACE);
      return host.start(fault);
    });
  };
  return {
    ...select({}),
    once: () => select({ once: true }),
    nth: (nth) => select({ nth }),
    times: (times) => select({ times }),
    chance: (numerator, denominator) => select({ chance: [numerator, denominator] }),
  };
}

function actions(start: (action: PlannedAction) => Fault): FaultAction {
  const held = (word: 'holdRequest' | 'holdResponse', releaseAtMs: number | undefined): HeldFault =>
    start({ do: word, ...(releaseAtMs !== undefined && { releaseAtMs }) }) as HeldFault;
  return {
    loseRequest: () => start({ do: 'loseRequest' }),
    loseResponse: () => start({ do: 'loseResponse' }),
    disconnect: () => start({ do: 'disconnect' }),
    neverAnswer: () => start({ do: 'neverAnswer' }),
    delayRequest: (delayMs) => start({ do: 'delayRequest', delayMs }),
    delayResponse: (delayMs) => start({ do: 'delayResponse', delayMs }),
    holdRequest: (releaseAtMs) => held('holdRequest', releaseAtMs),
    holdResponse: (releaseAtMs) => held('holdResponse', releaseAtMs),
    respond: (error) => start({ do: 'respond', error }),
    throttle: (throttleTimeMs) => start({ do: 'throttle', throttleTimeMs }),
    staleMetadata: (ageMs) => start({ do: 'staleMetadata', ageMs }),
    corruptBatch: () => start({ do: 'corruptBatch' }),
  };
}
