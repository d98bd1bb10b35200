/** The command as a process: signals while it reads an input that does not end. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtLibrary } from '../built-library.ts';

let command = '';
beforeAll(() => {
  command = join(builtLibrary(), 'dist/cli/bin.js');
}, 240_000);

describe('A command that reads its input', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends after %s',
    async (signal) => {
      const child = spawn(process.execPath, [command, 'serve', '--port', '0'], { stdio: ['pipe', 'pipe', 'ignore'] });
      const ended = new Promise((resolve) => {
        child.once('exit', (code) => resolve(code));
      });
      child.stdin.write('help\n');
      // The answer to the line shows that the input is being read.
      await new Promise<void>((resolve) => {
        let out = '';
        child.stdout.on('data', (chunk) => {
          out += chunk;
          if (out.includes('inject PLAN')) resolve();
        });
      });
      child.kill(signal);
      expect(await ended).toBe(0);
    },
    60_000,
  );
});
