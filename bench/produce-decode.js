/**
 * produceDecode: the time to decode a Produce request with one record, as kafkajs sends it, in multiples of the time that the bare loop
 * takes per record.
 */
import { WireConnection } from '../dist/wire/index.js';
import { bareLoop } from './bare-loop.js';
import { medianRatio, timed } from './measuring.js';
import { makeRecords } from './records.js';

const COUNT = 200_000;
/** Version 7 with acks=0, so that no response is waited for: topic `orders`, partition 0, a key of 10 and a value of 100 bytes. */
const FRAME = Buffer.from(
  'AAAA5QAAAAcAAAAHAAdrYWZrYWpz//8AAAAAdTAAAAABAAZvcmRlcnMAAAABAAAAAAAAALQAAAAAAAAAAAAAAKj/////AiN4SxAAAAAAAAAA' +
    'AAGLz+VoAAAAAYvP5WgA//////////////////8AAAAB6gEAAAAUa2V5LTAwMDAwMcgBdnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2' +
    'dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dgA=',
  'base64',
);

export function produceDecode() {
  const records = makeRecords(COUNT);
  return medianRatio({
    rounds: 9,
    warmUp: 3,
    baseline: () => timed(() => bareLoop(records)),
    ours: () => timed(decodeAll),
  });
}

function decodeAll() {
  let decoded = 0;
  const connection = new WireConnection(
    { topics: { nameOf: () => undefined, idOf: () => undefined } },
    {
      request: ({ request }) => {
        decoded += request.partitions[0].batch.recordCount;
      },
      send: () => {},
      failed: (error) => {
        throw error;
      },
    },
  );
  for (let i = 0; i < COUNT; i++) connection.receive(FRAME);
  if (decoded !== COUNT) throw new Error(`${decoded} of ${COUNT} records were decoded`);
}
