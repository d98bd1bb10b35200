/** The versions of the Java clients. Written by build/lists.js from the files in this folder: run `npm run lists`, do not edit. */
import type { ClientVersion } from './client-version.ts';
import { type NewProducerKeys as KeysOf3_6_1, V3_6_1 } from './v3_6_1.ts';
import { type NewProducerKeys as KeysOf3_9, V3_9 } from './v3_9.ts';
import { type NewProducerKeys as KeysOf4_3, type RemovedNow as RemovedIn4_3, V4_3 } from './v4_3.ts';

/** A version of the Java clients. */
export type ClientVersionName = '3.6.1' | '3.9' | '4.3';

/** From the oldest to the newest, each a patch on the one before it. */
export const CLIENT_VERSIONS: Readonly<Record<ClientVersionName, ClientVersion>> = {
  '3.6.1': V3_6_1,
  '3.9': V3_9,
  '4.3': V4_3,
};

/** The keys of producers of any version. */
export type AllProducerKeys = KeysOf3_6_1 & KeysOf3_9 & KeysOf4_3;

/** The methods that each version does not have any more. */
export interface MissingCalls {
  readonly '3.6.1': never;
  readonly '3.9': never;
  readonly '4.3': RemovedIn4_3;
}
