/**
 * Requests during which a group coordinator may throw an exception that Kafka 3.6.1 does not catch: it answers UNKNOWN_SERVER_ERROR.
 */
import { apiOf, type Request } from '../../protocol/messages.ts';
import { CoordinatorException } from '../coordinators/groups/coordinator-exception.ts';
import { answer, type Call } from './call.ts';

/** @param serve is passed a function that runs the request's answer, unless the request has been answered already */
export function orServerError(call: Call, request: Request, serve: (once: (action: () => void) => void) => void): void {
  let isAnswered = false;
  const once = (action: () => void): void => {
    if (isAnswered) return;
    isAnswered = true;
    action();
  };
  try {
    serve(once);
  } catch (error) {
    if (!(error instanceof CoordinatorException)) throw error;
    once(() => answer(call, apiOf(request).refuse(request, 'UNKNOWN_SERVER_ERROR')));
  }
}
