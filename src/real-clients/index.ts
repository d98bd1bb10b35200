/**
 * The entry point `kafka-trial/real-clients`, for Node only. Importing it provides `sim.realClients` and `sim.kafkajs()`: other Kafka
 * clients in this process, unmodified, on the simulation's clock.
 */
import { provideRealClients } from '../simulation/real-clients.ts';
import { Installation } from './installation.ts';

export type { KafkaJsConfig, KafkaJsConnection, RealClients, RealClientsOptions } from '../simulation/real-clients.ts';

provideRealClients((parts) => new Installation(parts));
