/**
 * The control over HTTP, with JSON, at an address of this machine only: `GET /status`, `GET /topics`, `GET /topics/NAME/records`,
 * `POST /topics/NAME?partitions=N`, `GET /verdict`, `GET /faults`, `POST /faults` with a plan, `DELETE /faults` (heal), and
 * `POST /brokers/NAME/crash`, `/restart` or `/shutdown`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ClusterServer } from '../tcp/cluster-server.ts';
import { runCommand } from './commands.ts';
import { ControlError } from './control-error.ts';

const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 1024 * 1024;
/** A page in a browser must not control the cluster under a name that leads to this machine. */
const OWN_NAMES = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

interface Call {
  readonly command: string;
  readonly argument: string;
}

/** By method and path; NAME and the choices in the path, and the body, become the argument. */
const ROUTES: readonly (readonly [
  method: string,
  path: string,
  call: (groups: readonly string[], body: string, query: URLSearchParams) => Call,
])[] = [
  ['GET', '/status', () => ({ command: 'status', argument: '' })],
  ['GET', '/topics', () => ({ command: 'topics', argument: '' })],
  ['GET', '/topics/NAME/records', ([topic = '']) => ({ command: 'records', argument: topic })],
  [
    'POST',
    '/topics/NAME',
    ([topic = ''], _body, query) => ({
      command: 'create',
      argument: `${topic} ${query.get('partitions') ?? ''}`.trim(),
    }),
  ],
  ['GET', '/verdict', () => ({ command: 'verdict', argument: '' })],
  ['GET', '/faults', () => ({ command: 'faults', argument: '' })],
  ['POST', '/faults', (_groups, body) => ({ command: 'inject', argument: body })],
  ['DELETE', '/faults', () => ({ command: 'heal', argument: '' })],
  ['POST', '/brokers/NAME/(crash|restart|shutdown)', ([broker = '', command = '']) => ({ command, argument: broker })],
];

export class HttpControl {
  private readonly server: Server;
  private readonly cluster: ClusterServer;

  private constructor(cluster: ClusterServer) {
    this.cluster = cluster;
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  /** @param port 0: any free port @throws the error of the operating system, for example if the port is in use */
  static async start(cluster: ClusterServer, port: number): Promise<HttpControl> {
    const control = new HttpControl(cluster);
    await new Promise<void>((resolve, reject) => {
      control.server.once('error', reject);
      control.server.listen(port, HOST, () => resolve());
    });
    return control;
  }

  get url(): string {
    return `http://${HOST}:${(this.server.address() as { readonly port: number }).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (!OWN_NAMES.test(request.headers.host ?? ''))
        throw new ControlError(`The host '${request.headers.host}' is not this machine.`);
      const call = callOf(request, await bodyOf(request));
      reply(response, 200, runCommand(this.cluster, call.command, call.argument));
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      reply(response, 400, { error: error.message });
    }
  }
}

function callOf({ method = '', url = '' }: IncomingMessage, body: string): Call {
  const { pathname, searchParams } = new URL(url, `http://${HOST}`);
  for (const [routeMethod, path, call] of ROUTES) {
    const match = method === routeMethod ? patternOf(path).exec(pathname) : null;
    if (match !== null) return call(match.slice(1).map(decodeURIComponent), body, searchParams);
  }
  const routes = ROUTES.map(([routeMethod, path]) => `${routeMethod} ${path}`);
  throw new ControlError(`There is no ${method} ${pathname}. There are: ${routes.join(', ')}.`);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace('NAME', '([^/]+)')}$`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new ControlError(`The body has more than ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8').trim();
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}
