#!/usr/bin/env node
/**
 * The command `kafka-trial` as a process: its streams, its exit code and its terminal.
 */
import { main } from './main.ts';

for (const stream of [process.stdout, process.stderr]) {
  // The reader of a pipe may stop early, as `| head` does; the command continues to its exit code.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  hasColour: process.stdout.isTTY === true && process.stderr.isTTY === true && !process.env.NO_COLOR,
  errorIsTerminal: process.stderr.isTTY === true,
  onInterrupt: (listener) => {
    process.once('SIGINT', listener);
    return () => void process.off('SIGINT', listener);
  },
  manifest: new URL('../../package.json', import.meta.url),
  scenarioFolder: new URL('../scenarios/', import.meta.url),
  workerFile: new URL('./explore/worker.js', import.meta.url),
});
