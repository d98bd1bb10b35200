import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  resolve: {
    alias: {
      'kafka-trial/sim': fileURLToPath(new URL('./src/sim/index.ts', import.meta.url)),
      'kafka-trial': fileURLToPath(new URL('./src/index.ts', import.meta.url)),
    },
  },
  test: { include: ['test/**/*.test.ts'], coverage: { include: ['src/**'] } },
});
export default config;
