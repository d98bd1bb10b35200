/**
 * The fault words as tables, and the types that follow from them. To add a word, add a file to words/ and run `npm run
 * lists`.
 */
import type { AnyEnvironmentWord, DisruptionWord, RepairWord } from './environment/environment-word.ts';
import type { AnyRequestWord, RequestWord } from './requests/request-word.ts';
import * as words from './words/index.ts';

/** Each word by its name in code and in plans. */
export type FaultWords = typeof words;

/** Names of the words on requests. */
export type RequestWordName = WordsWith<{ readonly target: 'requests' }>;

/** Names of the words on brokers, the network, the controller and clocks. */
export type EnvironmentWordName = WordsWith<{ readonly target: 'environment' }>;

/** A word that random plans can have. Repairs are left out: each fault of a random plan has its own end. */
export type FaultWord = RequestWordName | WordsWith<{ readonly isRepair: false }>;

type WordsWith<Shape> = { [Name in keyof FaultWords]: FaultWords[Name] extends Shape ? Name : never }[keyof FaultWords];

/** A word with its own fields, as plain JSON. */
export type DataOf<Name extends keyof FaultWords> =
  FaultWords[Name] extends RequestWord<infer Action extends { readonly do: Name }, infer _Arguments, infer _Result>
    ? Action
    : FaultWords[Name] extends DisruptionWord<infer Data extends { readonly do: Name }, infer _Arguments, infer _Drawn>
      ? Data
      : FaultWords[Name] extends RepairWord<infer Data extends { readonly do: Name }, infer _Arguments>
        ? Data
        : never;

const WORDS = wordsByTarget();
export const REQUEST_WORDS: Readonly<Record<RequestWordName, AnyRequestWord>> = WORDS.requests;
export const ENVIRONMENT_WORDS: Readonly<Record<EnvironmentWordName, AnyEnvironmentWord>> = WORDS.environment;

/** In alphabetical order, so that nothing depends on the order in which a bundler lists the exports of a module. */
function wordsByTarget(): {
  readonly requests: Readonly<Record<RequestWordName, AnyRequestWord>>;
  readonly environment: Readonly<Record<EnvironmentWordName, AnyEnvironmentWord>>;
} {
  const requests: Record<string, AnyRequestWord> = {};
  const environment: Record<string, AnyEnvironmentWord> = {};
  for (const name of Object.keys(words).sort()) {
    const word: AnyRequestWord | AnyEnvironmentWord = words[name as keyof FaultWords];
    if (word.target === 'requests') requests[name] = word;
    else environment[name] = word;
  }
  return { requests, environment } as ReturnType<typeof wordsByTarget>;
}
