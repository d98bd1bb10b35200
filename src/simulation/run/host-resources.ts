/** What the host has begun for a program: timers, input and output. A host tells only how many there are of each kind. */

/** For each kind of a host's resource (`Timeout`, `FSReqCallback`, ...): how many are active. */
export type HostResources = ReadonlyMap<string, number>;

interface Host {
  readonly process?: { readonly getActiveResourcesInfo?: () => readonly string[] };
}

/** Of a kind of resources, so many. */
export interface HostResource {
  readonly kind: string;
  readonly count: number;
}

/** The host's active resources; empty on a host that cannot list them. */
export function hostResources(): HostResources {
  const counts = new Map<string, number>();
  for (const kind of (globalThis as unknown as Host).process?.getActiveResourcesInfo?.() ?? []) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** The resources that are active now and were not before. */
export function resourcesBegun(before: HostResources): readonly HostResource[] {
  const begun: HostResource[] = [];
  for (const [kind, total] of hostResources()) {
    const count = total - (before.get(kind) ?? 0);
    // Immediates are how event-loop.ts lets the program run.
    if (count > 0 && kind !== 'Immediate') begun.push({ kind, count });
  }
  return begun;
}

export function isTimer({ kind }: HostResource): boolean {
  return kind === 'Timeout';
}
