/**
 * The versions of the Java clients that there are. A new version is a file with a patch and a line here.
 */
import type { ClientVersion } from './client-version.ts';
import { V3_6_1 } from './v3_6_1.ts';

export const CLIENT_VERSIONS: Readonly<Record<string, ClientVersion>> = { '3.6.1': V3_6_1 };

/** The version of a client that names none. */
export const DEFAULT_CLIENT_VERSION: ClientVersion = V3_6_1;

export type { ClientVersion } from './client-version.ts';
