/**
 * What guarantees have found out about a run, kept until the cluster changes.
 */
import type { RunMemo, RunView } from './run-view.ts';

/** Part of the run, and not beside it in a WeakMap, which would keep the objects of many short runs alive for too long. */
export class MemoOfRun implements RunMemo {
  private clusterVersion = -1;
  private readonly found = new Map<object, unknown>();

  get<T>(run: RunView, find: (run: RunView) => T): T {
    const { clusterVersion } = run;
    if (clusterVersion !== this.clusterVersion) this.found.clear();
    this.clusterVersion = clusterVersion;
    if (!this.found.has(find)) this.found.set(find, find(run));
    return this.found.get(find) as T;
  }
}
