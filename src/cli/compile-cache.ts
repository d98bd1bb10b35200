/**
 * Lets Node keep the compiled modules between runs of the command, where it can (22.1 and later).
 */
import module from 'node:module';

interface CompileCache {
  readonly enableCompileCache?: () => unknown;
}

/** Before the modules are imported that are to profit. Node turns it off itself with NODE_DISABLE_COMPILE_CACHE=1. */
export function enableCompileCache(node: CompileCache = module as CompileCache): void {
  node.enableCompileCache?.();
}
