/** Recognises calls by test runners, which measure real time, such as the timeout of a test, and draw random numbers for themselves. */

const OF_A_TEST_RUNNER =
  /[/\\]node_modules[/\\](?:vitest|@vitest|vite|jest|jest-[\w-]+|@jest|mocha|ava|tap|@tapjs|@sinonjs|tinypool)[/\\]/;

/** Environment variables that test runners set in the processes and threads in which tests run. */
const VARIABLES = ['VITEST', 'JEST_WORKER_ID', 'NODE_TEST_CONTEXT', 'MOCHA_WORKER_ID', 'TAP', 'AVA_PATH'];

/** Whether a test runner may be in this process: without one, no stack has to be looked at. */
const mayHaveTestRunner = ((): boolean => {
  const { env, argv } = globalThis.process ?? {};
  return (
    env === undefined || VARIABLES.some((name) => env[name] !== undefined) || OF_A_TEST_RUNNER.test(argv?.[1] ?? '')
  );
})();

/** @param frame a line of a stack */
export function isFrameOfTestRunner(frame: string): boolean {
  return OF_A_TEST_RUNNER.test(frame);
}

/** To be called by the function that replaces one of the host: whether a test runner has called that. */
export function isTestRunner(): boolean {
  if (!mayHaveTestRunner) return false;
  const host = Error as { stackTraceLimit?: number };
  const limit = host.stackTraceLimit;
  // This function, the replacement, and its caller.
  host.stackTraceLimit = 3;
  const { stack = '' } = new Error();
  if (limit !== undefined) host.stackTraceLimit = limit;
  return isFrameOfTestRunner(stack.split('\n')[3] ?? '');
}
