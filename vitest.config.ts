import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  resolve: {
    alias: {
      'kafka-trial/assert': fileURLToPath(new URL('./src/kits/assert/index.ts', import.meta.url)),
      'kafka-trial/vitest': fileURLToPath(new URL('./src/kits/vitest/index.ts', import.meta.url)),
      'kafka-trial/explore': fileURLToPath(new URL('./src/explore/index.ts', import.meta.url)),
      'kafka-trial/fast-check': fileURLToPath(new URL('./src/kits/fast-check/index.ts', import.meta.url)),
      'kafka-trial/sim': fileURLToPath(new URL('./src/sim/index.ts', import.meta.url)),
      'kafka-trial': fileURLToPath(new URL('./src/index.ts', import.meta.url)),
    },
  },
  // No test is about wall time: on a busy machine each may take as long as it takes.
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    testTimeout: 120_000,
    maxWorkers: '100%',
    // Files share their modules: it takes half as long, and no module here may keep state that a second run could see.
    isolate: false,
    coverage: { include: ['src/**'] },
  },
});
export default config;
