/** SaslHandshake: a client chooses the mechanism by which it says who it is (KIP-43). Only clients that talk bytes send it. */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface SaslHandshakeRequest {
  readonly api: 'SaslHandshake';
  /** Such as `PLAIN`. */
  readonly mechanism: string;
}
export interface SaslHandshakeResponse {
  readonly api: 'SaslHandshake';
  readonly error: ErrorName;
  /** Those that the broker supports. */
  readonly mechanisms: readonly string[];
}

export const saslHandshakeApi: Api<
  SaslHandshakeRequest,
  SaslHandshakeResponse,
  { readonly mechanism: string },
  ErrorFact
> = {
  key: 17,
  logName: 'SASL_HANDSHAKE',
  versions: [0, 1],
  clientThrottlesFrom: null,
  refuse: (_, error) => ({ api: 'SaslHandshake', error, mechanisms: [] }),
  requestFacts: ({ mechanism }) => ({ mechanism }),
  responseFacts: errorFact,
  subject: NO_SUBJECT,
  randomErrors: ['UNSUPPORTED_SASL_MECHANISM'],
  placedErrors: ['UNSUPPORTED_SASL_MECHANISM'],
};
