import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

const SLOW = 'test/**/*.slow.test.ts';

const config: ViteUserConfig = defineConfig({
  resolve: {
    alias: {
      'kafka-trial/assert': fileURLToPath(new URL('./src/kits/assert/index.ts', import.meta.url)),
      'kafka-trial/vitest': fileURLToPath(new URL('./src/kits/vitest/index.ts', import.meta.url)),
      'kafka-trial/real-clients': fileURLToPath(new URL('./src/real-clients/index.ts', import.meta.url)),
      'kafka-trial/explore': fileURLToPath(new URL('./src/explore/index.ts', import.meta.url)),
      'kafka-trial/fast-check': fileURLToPath(new URL('./src/kits/fast-check/index.ts', import.meta.url)),
      'kafka-trial/admin': fileURLToPath(new URL('./src/admin/index.ts', import.meta.url)),
      'kafka-trial/consumer': fileURLToPath(new URL('./src/consumer/entry.ts', import.meta.url)),
      'kafka-trial/producer': fileURLToPath(new URL('./src/producer/index.ts', import.meta.url)),
      'kafka-trial/serialization': fileURLToPath(new URL('./src/serialization.ts', import.meta.url)),
      'kafka-trial/errors': fileURLToPath(new URL('./src/errors.ts', import.meta.url)),
      'kafka-trial/guarantees': fileURLToPath(new URL('./src/guarantees/index.ts', import.meta.url)),
      'kafka-trial/report': fileURLToPath(new URL('./src/report/index.ts', import.meta.url)),
      'kafka-trial/scenario': fileURLToPath(new URL('./src/scenario/index.ts', import.meta.url)),
      'kafka-trial/sim': fileURLToPath(new URL('./src/sim/index.ts', import.meta.url)),
      'kafka-trial': fileURLToPath(new URL('./src/index.ts', import.meta.url)),
    },
  },
  // No test asserts on wall time: on a busy machine each test may take as long as it needs.
  test: {
    testTimeout: 120_000,
    maxWorkers: '100%',
    // Test files share their modules, which takes half the time; so no module here may keep state that another test could see.
    isolate: false,
    coverage: { include: ['src/**'] },
    // Vitest sets it to 'test', for which kafkajs has other defaults than in production: 15 short retries instead of 5.
    env: { NODE_ENV: 'production' },
    // `npm test` runs the first project, `npm run test:all` both. Slow tests start processes or run thousands of histories.
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [...configDefaults.exclude, SLOW],
        },
      },
      { extends: true, test: { name: 'slow', include: [SLOW] } },
    ],
  },
});
export default config;
