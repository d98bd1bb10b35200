/** Plays the flows of all real clients, and prints the fingerprint of each trace as JSON: `node --import tsx test/determinism/real-clients.ts`. */
import { FLOWS as KAFKA_TS } from '../real-clients/kafka-ts-flows.ts';
import { GROUP_FLOWS, FLOWS as KAFKAJS } from '../real-clients/kafkajs-flows.ts';
import { FLOWS as PLATFORMATIC } from '../real-clients/platformatic-flows.ts';
import { play } from '../real-clients/play.ts';

const fingerprints: Record<string, string> = {};
for (const [client, flows] of Object.entries({
  kafkajs: [...KAFKAJS, ...GROUP_FLOWS],
  platformatic: PLATFORMATIC,
  'kafka-ts': KAFKA_TS,
})) {
  for (const flow of flows) fingerprints[`${client}: ${flow.name}`] = (await play(flow)).fingerprint;
}
console.log(JSON.stringify(fingerprints, null, 2));
