/** Serves the built page of the playground: the files of one folder, to this machine only. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { extname } from 'node:path';

/** The page is served here, so that only this machine can open it. */
export const LOOPBACK = '127.0.0.1';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The files by their addresses. All are read at once: no request can name any other file. */
function filesIn(folder: URL): ReadonlyMap<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const base = folder.pathname;
  return new Map(
    paths.map(({ parentPath, name }) => {
      const file = new URL(`file://${parentPath.replace(/\/?$/, '/')}${name}`);
      return [`/${file.pathname.slice(base.length)}`, readFileSync(file)];
    }),
  );
}

/** @throws Error if the folder does not exist */
function pageListener(folder: URL): RequestListener {
  const files = filesIn(folder);
  return ({ method, url = '/' }, response) => {
    const path = url.replace(/[?#].*/, '');
    const file = files.get(path === '/' ? '/index.html' : path);
    if (method !== 'GET' && method !== 'HEAD') response.writeHead(405, { allow: 'GET, HEAD' }).end();
    else if (file === undefined)
      response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such file.\n');
    else {
      const type = TYPES[extname(path === '/' ? 'index.html' : path)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-length': file.length, 'cache-control': 'no-cache' });
      response.end(method === 'HEAD' ? undefined : file);
    }
  };
}

/**
 * Serves the files of a folder, with index.html at `/`.
 *
 * @param ports tried one after the other
 * @throws Error of the operating system if none of them is free, or if the folder does not exist
 */
export async function servePage(folder: URL, ports: readonly number[]): Promise<Server> {
  const server = createServer(pageListener(folder));
  for (const [i, port] of ports.entries()) {
    try {
      await listening(server, port);
      return server;
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || i === ports.length - 1) throw error;
    }
  }
  throw new Error('There is no port to try.');
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
