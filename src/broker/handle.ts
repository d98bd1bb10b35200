/** Passes a request to the handler of its API. */
import type { ApiName, Apis, Request } from '../protocol/messages.ts';
import { HANDLERS } from './handlers/index.ts';
import type { Call } from './state/call.ts';

/** Does not compile if an API of the protocol has no handler. */
const BY_API: { readonly [A in ApiName]: (call: Call, request: Apis[A]['request']) => void } = HANDLERS;

export function handle(call: Call, request: Request): void {
  const serve = BY_API[request.api] as (call: Call, request: Request) => void;
  serve(call, request);
}
