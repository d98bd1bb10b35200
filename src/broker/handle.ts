/** Passes a request to the handler of its API. */
import type { ApiName, Request, RequestOf } from '../protocol/messages.ts';
import { HANDLERS } from './handlers/index.ts';
import type { Call } from './requests/call.ts';

/** Does not compile if an API of the protocol has no handler. */
const BY_API: { readonly [Name in ApiName]: (call: Call, request: RequestOf<Name>) => void } = HANDLERS;

export function handle(call: Call, request: Request): void {
  const serve = BY_API[request.api] as (call: Call, request: Request) => void;
  serve(call, request);
}
