import { describe, expect, it } from 'vitest';
import { enableCompileCache } from '../../src/cli/compile-cache.ts';

describe('The compile cache of Node', () => {
  it('is enabled where there is one', () => {
    let calls = 0;
    enableCompileCache({ enableCompileCache: () => ++calls });
    expect(calls).toBe(1);
  });

  it('is not missed where there is none', () => {
    expect(() => enableCompileCache({})).not.toThrow();
  });
});
