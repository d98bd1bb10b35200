/**
 * The ranges of API versions of a client.
 */

import { APIS } from '../../protocol/apis/index.ts';
import { type ApiName, apiNamed } from '../../protocol/messages.ts';

/** The versions of an API that a client can write. */
export interface ApiRange {
  readonly oldest: number;
  readonly latest: number;
}

export type ApiRanges = Readonly<Record<ApiName, ApiRange>>;

/** These ranges by `[oldest, latest]`; for an API that is not named, the versions that are modelled here. */
export function apiRanges(named: Readonly<Partial<Record<ApiName, readonly [number, number]>>>): ApiRanges {
  const names = Object.keys(APIS) as ApiName[];
  const ranges = names.map((name) => {
    const [oldest, latest] = named[name] ?? apiNamed(name).versions;
    return [name, { oldest, latest }];
  });
  return Object.fromEntries(ranges) as ApiRanges;
}
