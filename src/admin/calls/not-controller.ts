/**
 * A broker that is no longer the controller.
 */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { exceptionFor } from '../../protocol/errors/exceptions.ts';

/** @throws NotControllerException, so that the whole call is sent again to the new controller, if any outcome says so */
export function checkController(outcomes: readonly { readonly error: ErrorName }[]): void {
  if (outcomes.some(({ error }) => error === 'NOT_CONTROLLER')) throw exceptionFor('NOT_CONTROLLER');
}
