/** Recognises calls by test runners, which measure real time, such as the timeout of a test, and draw random numbers for themselves. */

const OF_A_TEST_RUNNER =
  /[/\\]node_modules[/\\](?:vitest|@vitest|vite|jest|jest-[\w-]+|@jest|mocha|ava|tap|@tapjs|@sinonjs|tinypool)[/\\]/;

/** @param frame a line of a stack */
export function isFrameOfTestRunner(frame: string): boolean {
  return OF_A_TEST_RUNNER.test(frame);
}

/** To be called by the function that replaces one of the host: whether a test runner has called that. */
export function isTestRunner(): boolean {
  const host = Error as { stackTraceLimit?: number };
  const limit = host.stackTraceLimit;
  // This function, the replacement, and its caller.
  host.stackTraceLimit = 3;
  const { stack = '' } = new Error();
  if (limit !== undefined) host.stackTraceLimit = limit;
  return isFrameOfTestRunner(stack.split('\n')[3] ?? '');
}
