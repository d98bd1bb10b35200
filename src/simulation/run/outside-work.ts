/** Work of the real world that a program waits for, during which virtual time stands still: `sim.outside()`. */
import { builtInModule } from '../../timers/imported-modules.ts';

/** Of node:async_hooks. */
interface AsyncLocalStorage {
  run<T>(store: true, task: () => T): T;
  getStore(): true | undefined;
  disable(): void;
}

export class OutsideWork {
  private pending = 0;
  /** Recognises the code of the work. `null` before there is any, and on hosts that cannot. */
  private storage: AsyncLocalStorage | null = null;

  get isPending(): boolean {
    return this.pending > 0;
  }

  /** Whether the code that runs belongs to such work, so that its timers are the host's. */
  readonly hasCalled = (): boolean => this.pending > 0 && this.storage?.getStore() === true;

  /** @returns what the work returns @throws what the work throws */
  async wait<T>(work: () => Promise<T> | T): Promise<T> {
    this.storage ??= newStorage();
    this.pending++;
    try {
      return await (this.storage === null ? work() : this.storage.run(true, work));
    } finally {
      this.pending--;
      // While it is in use, promises take longer.
      if (this.pending === 0) this.storage?.disable();
    }
  }
}

function newStorage(): AsyncLocalStorage | null {
  const Storage = builtInModule('node:async_hooks')?.AsyncLocalStorage as (new () => AsyncLocalStorage) | undefined;
  return Storage === undefined ? null : new Storage();
}
