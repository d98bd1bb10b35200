/** Draws a tree of calls as a flame graph: the width of a function is its share of the time, what it calls is above it. */

const WIDTH = 1_000;
const ROW = 16;
const TOP = 40;
const LEAST_SHARE = 0.004;
const MOST_ROWS = 40;
/** Of a letter of the labels. */
const LETTER = 6.2;

const COLOURS = {
  producer: '#f59e0b',
  client: '#fbbf24',
  broker: '#60a5fa',
  sim: '#34d399',
  simulation: '#a78bfa',
  protocol: '#f472b6',
  guarantees: '#c084fc',
  checks: '#fda4af',
  dependencies: '#94a3b8',
  'garbage collection': '#ef4444',
};
const OTHER = '#cbd5e1';

/** `tree` is { name, room, self, total, children }. */
export function flameGraph(title, tree) {
  const boxes = [];
  const rooms = new Set();
  const place = (node, x, depth) => {
    const width = (node.total / tree.total) * WIDTH;
    if (node.total / tree.total < LEAST_SHARE || depth > MOST_ROWS) return;
    if (depth >= 0) boxes.push({ node, x, width, depth });
    rooms.add(node.room);
    let at = x;
    for (const child of node.children.toSorted((one, other) => other.total - one.total)) {
      place(child, at, depth + 1);
      at += (child.total / tree.total) * WIDTH;
    }
  };
  place(tree, 0, -1);
  const rows = Math.max(...boxes.map(({ depth }) => depth)) + 1;
  const height = TOP + rows * ROW + 30;
  const shapes = boxes.map(({ node, x, width, depth }) => {
    const y = TOP + (rows - 1 - depth) * ROW;
    const share = ((node.total / tree.total) * 100).toFixed(1);
    const room = Math.floor((width - 6) / LETTER);
    const label =
      room < 4 ? '' : `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${escaped(node.name.slice(0, room))}</text>`;
    return `<g><title>${escaped(node.name)} (${node.room}): ${share} %</title><rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(width - 0.5, 0.5).toFixed(1)}" height="${ROW - 1}" fill="${COLOURS[node.room] ?? OTHER}"/>${label}</g>`;
  });
  let legendEnd = 0;
  const legend = [...Object.entries(COLOURS).filter(([room]) => rooms.has(room)), ['other', OTHER]].map(
    ([room, colour]) => {
      const x = legendEnd;
      legendEnd += 32 + room.length * LETTER;
      return `<rect x="${x}" y="${height - 18}" width="10" height="10" fill="${colour}"/><text class="legend" x="${x + 14}" y="${height - 9}">${room}</text>`;
    },
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>${title}</title>
<style>text { font: 10px ui-monospace, monospace; fill: #111827 } .head { font: 600 14px ui-sans-serif, system-ui, sans-serif }</style>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<text class="head" x="4" y="22">${title}</text>
${shapes.join('\n')}
${legend.join('\n')}
</svg>
`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
