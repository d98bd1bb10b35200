/** A run as one HTML page that needs nothing else: the verdict, a timeline, the records and the events. */
import type { Simulation } from '../../simulation/simulation.ts';
import type { RecordRow } from '../model/records.ts';
import {
  checkReportOptions,
  expectTraced,
  REPORT_OPTIONS,
  type ReportedRun,
  type ReportOptions,
  type RunReport,
  runReport,
} from '../model/run-report.ts';
import { explainedRecords } from './explained-records.ts';
import { pageData } from './page-data.ts';
import { STYLE } from './style.ts';
import { TABLES_SCRIPT } from './tables-script.ts';
import { TIMELINE_SCRIPT } from './timeline-script.ts';

/**
 * Returns a report of a simulation as an HTML page: the verdict, a timeline that can be zoomed, a table of records, and all events. It contains its
 * style and its script, and loads nothing from elsewhere.
 *
 * @throws IllegalArgumentException unless `sim` is a simulation, and for an option that does not exist; SimulationError of kind 'misuse'
 *   if the simulation has no trace
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { htmlReport } from 'kafka-trial/report';
 *
 * const sim = new Simulation({ guarantees: 'all' });
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
 * console.log(htmlReport(sim, { title: 'One payment' }).split('\n')[0]);
 * // prints: <!doctype html>
 */
export function htmlReport(sim: Simulation, options: ReportOptions = {}): string {
  checkReportOptions('htmlReport', options, REPORT_OPTIONS);
  return htmlPage(expectTraced(sim, 'htmlReport'), options);
}

/** The page about a run that has a trace. */
export function htmlPage(run: ReportedRun, options: ReportOptions): string {
  const report = runReport(run, options);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(report.title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
${header(report)}
${timeline(report)}
${records(report)}
${EVENTS}
</main>
<script type="application/json" id="run">${json(pageData(report, explainedRecords(run)))}</script>
<script>${TIMELINE_SCRIPT}${TABLES_SCRIPT}</script>
</body>
</html>
`;
}

function text(plain: string): string {
  return plain.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that cannot end the element it stands in. */
function json(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

function header({ title, seed, fingerprint, endMs, verdict, failure, replayCommand }: RunReport): string {
  const counts =
    verdict === null
      ? "<p>Records were not logged: create the simulation with <code>{ guarantees: 'all' }</code> to see them and a verdict.</p>"
      : verdictCounts(verdict);
  return [
    `<h1>${text(title)}</h1>`,
    `<p class="about">Seed ${seed} · ${endMs} virtual ms · fingerprint ${fingerprint}</p>`,
    failure === null ? '' : `<pre class="failure">${text(failure)}</pre>`,
    replayCommand === null ? '' : `<p class="about">Replay: <code>${text(replayCommand)}</code></p>`,
    counts,
  ].join('\n');
}

function verdictCounts(verdict: NonNullable<RunReport['verdict']>): string {
  const { acknowledged, failed, unknown, lost, duplicated, reordered, phantom, expectedViolations } = verdict;
  const counts: readonly (readonly [string, number, string])[] = [
    ['acknowledged', acknowledged, 'good'],
    ['failed', failed, 'bad'],
    ['unknown', unknown, 'wait'],
    ['lost', lost.length, 'bad'],
    ['duplicated', duplicated.length, 'bad'],
    ['reordered', reordered.length, 'bad'],
    ['phantom', phantom.length, 'bad'],
  ];
  const items = counts.map(([name, count, tone]) => `<li class="${count > 0 ? tone : ''}"><b>${count}</b>${name}</li>`);
  const findings = [...lost, ...duplicated, ...reordered, ...phantom].map(({ text: finding, traceLines }) =>
    traceLines.length === 0
      ? `<p>${text(finding)}</p>`
      : `<details><summary>${text(finding)}</summary><pre>${text(traceLines.join('\n'))}</pre></details>`,
  );
  const expected = expectedViolations.map(({ guarantee }) => `<p>Violated, as expected: ${text(guarantee)}.</p>`);
  return `<ul class="counts" aria-label="Verdict">${items.join('')}</ul>\n${[...findings, ...expected].join('\n')}`;
}

const KEY = [
  ['plain', 'a step'],
  ['good', 'ends well'],
  ['wait', 'costs time'],
  ['bad', 'an error'],
  ['fault', 'an injected fault'],
  ['quiet', 'connections and log'],
] as const;

function timeline({ lanes }: RunReport): string {
  return `<section aria-labelledby="timeline-heading">
<h2 id="timeline-heading">Timeline</h2>
<div class="bar">
<button id="zoom-out" aria-label="Zoom out">−</button><button id="zoom-in" aria-label="Zoom in">+</button><button id="fit">Fit</button>
<button id="previous">Previous step</button><button id="next">Next step</button>
<label><input type="checkbox" id="true-time">True to time</label>
<label><input type="checkbox" id="quiet">Connections and log</label>
</div>
<div class="sheet">
<div class="timeline">
<div class="lanes" aria-hidden="true">${lanes.map(({ name }) => `<div style="height:60px" title="${text(name)}">${text(name)}</div>`).join('')}</div>
<div class="view" id="view" tabindex="0" role="region" aria-label="Timeline: arrow keys choose steps, + and - zoom"><div id="track"><svg id="timeline" role="img" aria-label="Steps by actor and time; the table of events has them as text"></svg></div></div>
</div>
<div class="caption" id="caption" aria-live="polite">Choose a step with the mouse, or with the arrow keys in the timeline. Hold Ctrl and turn the wheel to zoom.</div>
</div>
<ul class="key">${KEY.map(([tone, meaning]) => `<li><i class="${tone}"></i>${meaning}</li>`).join('')}</ul>
</section>`;
}

function records({ records: rows }: RunReport): string {
  if (rows.length === 0) return '';
  return `<section aria-labelledby="records-heading">
<h2 id="records-heading">Records</h2>
<div class="bar">
<input type="search" id="record-filter" placeholder="Filter by any text" aria-label="Filter records">
<select id="fate" aria-label="Outcome"><option value="">every outcome</option><option>acknowledged</option><option>failed</option><option>unknown</option></select>
<span class="about" id="record-count" aria-live="polite"></span>
<button id="everything" hidden>Show everything again</button>
</div>
<div class="sheet scroll" tabindex="0" role="region" aria-label="Table of records">
<table id="records">
<thead><tr><th scope="col">Record</th><th scope="col">Value</th><th scope="col">To</th><th scope="col">Outcome</th><th scope="col" class="number">Stored at</th><th scope="col">Batch</th><th scope="col" class="number">Sent, ms</th><th scope="col" class="number">In batch, ms</th><th scope="col" class="number">Ended, ms</th></tr></thead>
<tbody>
${rows.map(recordRow).join('\n')}
</tbody>
</table>
</div>
<div class="sheet life" id="life" aria-live="polite" hidden></div>
</section>`;
}

const TONE_OF_FATE = { acknowledged: 'good', failed: 'bad', unknown: 'wait' } as const;

function recordRow(row: RecordRow, place: number): string {
  const { producer, number, content, fate, error, batch, sentMs, appendedMs, endedMs, offsets } = row;
  const name = `${text(producer)} ${number}`;
  const outcome = error === null ? fate : `${fate}: ${error}`;
  return `<tr data-record="${place}" data-fate="${fate}"><td><button aria-pressed="false" aria-label="Follow record ${name}">${name}</button></td><td class="code">${text(content)}</td><td>${text(row.place)}</td><td class="${TONE_OF_FATE[fate]}">${text(outcome)}</td>${numberCells([offsets.join(', ')])}<td>${text(batch ?? '')}</td>${numberCells([sentMs, appendedMs, endedMs].map((ms) => (ms === -1 ? '' : `${ms}`)))}</tr>`;
}

function numberCells(values: readonly string[]): string {
  return values.map((value) => `<td class="number">${value}</td>`).join('');
}

const EVENTS = `<section aria-labelledby="events-heading">
<h2 id="events-heading">Events</h2>
<div class="bar">
<input type="search" id="event-filter" placeholder="Filter by any text" aria-label="Filter events">
<span class="about" id="event-count" aria-live="polite"></span>
</div>
<div class="sheet scroll" tabindex="0" role="region" aria-label="Table of events">
<table>
<thead><tr><th scope="col" class="number">ms</th><th scope="col">Actor</th><th scope="col">Event</th><th scope="col">Facts</th></tr></thead>
<tbody id="events"></tbody>
</table>
</div>
<p class="bar"><button id="more" hidden>Show more</button></p>
<noscript><p>The timeline and the events need JavaScript.</p></noscript>
</section>`;
