/** `node bench/measure.js <name>`: runs one measure and prints the result as a number. */
import { awaited } from './awaited.js';
import { explore2 } from './explore2.js';
import {
  awaited1000Partitions,
  awaited1000Topics,
  createTopics,
  firstSends1000Topics,
  transaction50,
} from './growth.js';
import { heapBytesPerRecord } from './heap.js';
import { historyCost } from './history-cost.js';
import { idleHour } from './idle-hour.js';
import { awaitedGuarantees, awaitedTrace, bulkGuarantees, bulkTrace } from './observed.js';
import { pipeline } from './pipeline.js';
import { produceDecode } from './produce-decode.js';
import { start } from './start.js';

const measures = {
  pipeline,
  awaited,
  start,
  heapBytesPerRecord,
  idleHour,
  historyCost,
  explore2,
  produceDecode,
  awaitedGuarantees,
  awaitedTrace,
  bulkGuarantees,
  bulkTrace,
  awaited1000Partitions,
  awaited1000Topics,
  firstSends1000Topics,
  transaction50,
  createTopics,
  kafkajsAwaited: ofKafkajs('kafkajsAwaited'),
  kafkajsBatch: ofKafkajs('kafkajsBatch'),
  kafkajsIdleHour: ofKafkajs('kafkajsIdleHour'),
  kafkajsHistory: ofKafkajs('kafkajsHistory'),
};

console.log(await measures[process.argv[2]]());

/** kafkajs is loaded only for its own measures. */
function ofKafkajs(name) {
  return async () => (await import('./kafkajs.js'))[name]();
}
