/**
 * `node bench/growth-charts.js`: how the processor time of a send grows with records, partitions, topics, producers and brokers, as a table and
 * as charts in docs/pictures/growth.svg. Build first.
 *
 * Each point is the smallest of some runs, each in a process of its own, since other processes can only make a run slower.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SIZES = {
  records: [1_000, 10_000, 100_000, 1_000_000],
  partitions: [1, 10, 100, 1_000],
  topics: [1, 10, 100, 1_000],
  producers: [1, 4, 16, 64],
  brokers: [1, 3, 9, 27],
};
const RUNS = 3;
const program = fileURLToPath(new URL('./growth-point.js', import.meta.url));
const picture = fileURLToPath(new URL('../docs/pictures/growth.svg', import.meta.url));

const results = Object.entries(SIZES).map(([dimension, sizes]) => ({
  dimension,
  points: sizes.map((size) => ({
    size,
    us: Math.min(...Array.from({ length: RUNS }, () => measure(dimension, size))),
  })),
}));
for (const { dimension, points } of results) {
  console.log(
    `| ${dimension} | ${points.map(({ size, us }) => `${size.toLocaleString('en')}: ${us.toFixed(us < 10 ? 1 : 0)} µs`).join(' | ')} |`,
  );
}
writeFileSync(picture, chart(results));

function measure(dimension, size) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, dimension, String(size)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${dimension} ${size}: ${stderr}`);
  return Number(stdout);
}

/** One small chart per dimension, both axes logarithmic. A line that is flat means that a send costs the same at any size. */
function chart(charts) {
  const [width, height, gap, left, top] = [170, 150, 30, 44, 46];
  const all = charts.flatMap(({ points }) => points.map(({ us }) => Math.log10(us)));
  const [low, high] = [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))];
  const y = (us) => top + height - ((Math.log10(us) - low) / (high - low)) * height;
  const panels = charts.map(({ dimension, points }, index) => {
    const x0 = left + index * (width + gap);
    const [first, last] = [Math.log10(points[0].size), Math.log10(points.at(-1).size)];
    const x = (size) => x0 + 12 + ((Math.log10(size) - first) / (last - first)) * (width - 24);
    const grid = Array.from({ length: high - low + 1 }, (_, i) => {
      const us = 10 ** (low + i);
      const label = index === 0 ? `<text class="end" x="${x0 - 6}" y="${y(us) + 4}">${us} µs</text>` : '';
      return `<line class="grid" x1="${x0}" y1="${y(us)}" x2="${x0 + width}" y2="${y(us)}"/>${label}`;
    });
    const line = `<polyline class="line" points="${points.map(({ size, us }) => `${x(size).toFixed(1)},${y(us).toFixed(1)}`).join(' ')}"/>`;
    const dots = points.map(
      ({ size, us }) =>
        `<circle class="dot" cx="${x(size).toFixed(1)}" cy="${y(us).toFixed(1)}" r="3"/><text class="middle" x="${x(size).toFixed(1)}" y="${(y(us) - 8).toFixed(1)}">${us.toFixed(us < 10 ? 1 : 0)}</text><text class="middle" x="${x(size).toFixed(1)}" y="${top + height + 16}">${size >= 1_000_000 ? `${size / 1_000_000}M` : size >= 1_000 ? `${size / 1_000}k` : size}</text>`,
    );
    return `<text class="head" x="${x0}" y="${top - 14}">${dimension}</text>\n${[...grid, line, ...dots].join('\n')}`;
  });
  const total = left + charts.length * (width + gap);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="${top + height + 30}" viewBox="0 0 ${total} ${top + height + 30}" role="img">
<title>Processor time of a send by the size of the cluster</title>
<style>
  text { font: 11px ui-sans-serif, system-ui, sans-serif; fill: #1f2937 } .head { font-weight: 600; font-size: 13px }
  .end { text-anchor: end } .middle { text-anchor: middle } .grid { stroke: #e5e7eb } .line { fill: none; stroke: #2563eb; stroke-width: 2 }
  .dot { fill: #2563eb } .sheet { fill: #ffffff }
  @media (prefers-color-scheme: dark) { text { fill: #e5e7eb } .sheet { fill: #111827 } .grid { stroke: #374151 } }
</style>
<rect class="sheet" width="${total}" height="${top + height + 30}"/>
${panels.join('\n')}
</svg>
`;
}
