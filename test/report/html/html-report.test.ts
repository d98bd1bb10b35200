/** Covers: src/report/html/. test/report/reports.slow.test.ts opens the pages in a browser. */
import { Simulation } from 'kafka-trial';
import { htmlReport } from 'kafka-trial/report';
import { describe, expect, it } from 'vitest';
import { lostAnswer, STRINGS } from '../runs.ts';

function dataOf(page: string): { steps: { n: string; f: string }[]; records: unknown[]; spans: unknown[] } {
  const [, json = ''] = /<script type="application\/json" id="run">(.*)<\/script>/.exec(page) ?? [];
  return JSON.parse(json) as ReturnType<typeof dataOf>;
}

describe('The report in HTML', () => {
  it('has the verdict, the failure and the replay command', async () => {
    const page = htmlReport(await lostAnswer(), {
      title: 'Lost & found',
      failure: new Error('expected <1>, got 2'),
      replayCommand: 'npx vitest run',
    });
    expect(page).toContain('<title>Lost &#38; found</title>');
    expect(page).toContain('expected &#60;1&#62;, got 2</pre>');
    expect(page).toContain('Replay: <code>npx vitest run</code>');
    expect(page).toContain('<li class="bad"><b>1</b>duplicated</li>');
    expect(page).toContain('record 1 of producer-1 (payments-0) is stored 2 times, at offsets 0, 1.');
  });

  it('has every record with its outcome and its places', async () => {
    const page = htmlReport(await lostAnswer());
    const [row = ''] = /<tr data-record="0".*<\/tr>/.exec(page) ?? [];
    const cells = [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) => cell.replace(/<[^>]+>/g, ''));
    const content = '{ key: &#34;order&#34;, value: &#34;17 &#60;EUR&#62;&#34; }';
    expect(cells.slice(0, 6)).toEqual(['producer-1 1', content, 'payments-0', 'acknowledged', '0, 1', 'payments-0#1']);
  });

  it('has every event, and nothing that loads or ends the page early', async () => {
    const sim = await lostAnswer();
    const page = htmlReport(sim, { title: '</script><img src="http://example.com/x">' });
    expect(dataOf(page).steps.filter(({ f }) => f !== '')).toHaveLength(sim.trace.entries.length);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page).not.toMatch(/\b(?:src|href)="(?!data:)/);
  });

  it('explains a hundred records at most, those first that are not as they should be', async () => {
    const sim = new Simulation({ guarantees: 'all' });
    const producer = sim.producer(STRINGS);
    await sim.run(async () => {
      for (let i = 0; i < 120; i++) producer.send({ topic: 'payments', value: `${i}` });
      await producer.flush();
      sim.faults.on('Produce').respond('INVALID_RECORD');
      await producer
        .send({ topic: 'payments', value: 'bad' })
        .get()
        .catch(() => {});
    });
    const { records } = dataOf(htmlReport(sim)) as { records: { n: number; x?: { outcome: string } }[] };
    const explained = records.filter(({ x }) => x !== undefined);
    expect(explained.map(({ n }) => n)).toEqual([...Array.from({ length: 99 }, (_, i) => i + 1), 121]);
    expect(explained.at(-1)?.x?.outcome).toContain('Failed after');
  });

  it('says what is missing without guarantees', () => {
    const page = htmlReport(new Simulation());
    expect(page).toContain('Records were not logged');
    expect(page).not.toContain('id="records"');
  });
});
