/** Passes a request to the handler of its API. */
import type { ApiName, Request, RequestOf } from '../protocol/messages.ts';
import { handleFetch } from './handlers/fetch.ts';
import { HANDLERS } from './handlers/index.ts';
import { handleProduce } from './handlers/produce.ts';
import type { Call } from './requests/call.ts';

/** Does not compile if an API of the protocol has no handler. */
const BY_API: { readonly [Name in ApiName]: (call: Call, request: RequestOf<Name>) => void } = HANDLERS;

export function handle(call: Call, request: Request): void {
  // Nearly all requests are of these two. V8 can inline these calls, but not those of functions that it looks up by name.
  if (request.api === 'Fetch') handleFetch(call, request);
  else if (request.api === 'Produce') handleProduce(call, request);
  else handleOther(call, request);
}

function handleOther(call: Call, request: Request): void {
  const serve = BY_API[request.api] as (call: Call, request: Request) => void;
  serve(call, request);
}
