/**
 * The ranges of API versions of a broker.
 */
import { APIS } from '../../protocol/apis/index.ts';
import { type ApiName, type ApiVersionRange, apiNamed } from '../../protocol/messages.ts';

/**
 * These ranges by `[oldest, latest]`, in their order, which is that of the ApiVersions response; then, for every API that is not
 * named, the versions that are modelled here.
 */
export function apiRanges(
  named: Readonly<Partial<Record<ApiName, readonly [number, number]>>>,
): readonly ApiVersionRange[] {
  const all = new Map(Object.entries(named) as [ApiName, readonly [number, number]][]);
  for (const name of Object.keys(APIS) as ApiName[]) if (!all.has(name)) all.set(name, apiNamed(name).versions);
  return Array.from(all, ([api, [minVersion, maxVersion]]) => ({ api, minVersion, maxVersion }));
}
