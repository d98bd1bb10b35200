/** SaslAuthenticate: a client says who it is, by the mechanism of its SaslHandshake (KIP-152). Only clients that talk bytes send it. */
import { type Api, NO_SUBJECT } from '../description/api.ts';
import { type ErrorFact, errorFact, NO_FACTS, type NoFacts } from '../description/facts.ts';
import type { ErrorName } from '../errors/errors.ts';

export interface SaslAuthenticateRequest {
  readonly api: 'SaslAuthenticate';
  /** What the mechanism says. */
  readonly authBytes: Uint8Array;
}
export interface SaslAuthenticateResponse {
  readonly api: 'SaslAuthenticate';
  readonly error: ErrorName;
  readonly errorMessage: string | null;
  readonly authBytes: Uint8Array;
  /** When the client has to authenticate again, in ms (KIP-368); 0: never. */
  readonly sessionLifetimeMs: number;
}

const NO_BYTES = new Uint8Array(0);

export const saslAuthenticateApi: Api<SaslAuthenticateRequest, SaslAuthenticateResponse, NoFacts, ErrorFact> = {
  key: 36,
  logName: 'SASL_AUTHENTICATE',
  versions: [0, 2],
  clientThrottlesFrom: null,
  refuse: (_, error) => ({
    api: 'SaslAuthenticate',
    error,
    errorMessage: null,
    authBytes: NO_BYTES,
    sessionLifetimeMs: 0,
  }),
  // Nothing: passwords do not belong in a trace.
  requestFacts: () => NO_FACTS,
  responseFacts: errorFact,
  subject: NO_SUBJECT,
  randomErrors: ['SASL_AUTHENTICATION_FAILED'],
  placedErrors: ['SASL_AUTHENTICATION_FAILED'],
};
