#!/usr/bin/env node
/**
 * The command `kafka-trial` as a process: its streams, its exit code and its terminal.
 */
import type { CommandHost, Interrupt } from './command-line/command-host.ts';
import { enableCompileCache } from './compile-cache.ts';
import { main } from './main.ts';

const INTERRUPTS: readonly Interrupt[] = ['SIGINT', 'SIGTERM'];

/** The reader leaves with Ctrl-C or Ctrl-D. */
const ask: NonNullable<CommandHost['ask']> = async (question) => {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    lines.once('close', () => resolve(undefined));
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
};

for (const stream of [process.stdout, process.stderr]) {
  // The reader of a pipe may stop early, as `| head` does; the command continues to its exit code.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

enableCompileCache();

process.exitCode = await main(process.argv.slice(2), {
  // Opened when a command reads it, since that takes a millisecond.
  get stdin() {
    return process.stdin;
  },
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  hasColour: process.stdout.isTTY === true && process.stderr.isTTY === true && !process.env.NO_COLOR,
  errorIsTerminal: process.stderr.isTTY === true,
  onInterrupt: (listener) => {
    const stop = (): void => {
      for (const signal of INTERRUPTS) process.off(signal, heard);
    };
    const heard = (signal: Interrupt): void => {
      stop();
      listener(signal);
    };
    for (const signal of INTERRUPTS) process.on(signal, heard);
    return stop;
  },
  environment: process.env,
  ignoreRejections: () => {
    const ignore = (): void => {};
    process.on('unhandledRejection', ignore);
    return () => void process.off('unhandledRejection', ignore);
  },
  ...(process.env.KAFKA_TRIAL_CLIENT_VERSION && { clientVersion: process.env.KAFKA_TRIAL_CLIENT_VERSION }),
  manifest: new URL('../../package.json', import.meta.url),
  scenarioFolder: new URL('../scenarios/', import.meta.url),
  playgroundFolder: new URL('../playground/', import.meta.url),
  workerFile: new URL('./explore/worker.js', import.meta.url),
  ...(process.stdout.isTTY === true && process.stdin.isTTY === true && { ask }),
  course: {
    texts: new URL('../../docs/course/', import.meta.url),
    programs: { folder: new URL('../docs/course/', import.meta.url), ending: 'js' },
    worker: new URL('./learn/worker.js', import.meta.url),
  },
});

// A program may have left timers behind, and a command that was interrupted may still be reading its input. Both would keep the process
// alive, and a timer could even change its exit code.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
