/** Plays a flow of a real client in a simulation. */
import { Simulation } from 'kafka-trial';
import 'kafka-trial/real-clients';

export interface Flow {
  readonly name: string;
  /** Of the topic `orders`. Default 1. */
  readonly partitions?: number;
  /** Sets faults. */
  readonly faults?: (sim: Simulation) => void;
  /** Returns what is compared. */
  readonly program: (sim: Simulation) => Promise<unknown>;
}

export interface Outcome {
  readonly result: unknown;
  /** The values in the topic `orders`. */
  readonly stored: readonly (string | null)[];
  readonly atMs: number;
  readonly lines: readonly string[];
  readonly fingerprint: string;
  readonly sim: Simulation;
}

export function openSimulation(partitions = 1): Simulation {
  const sim = new Simulation({ seed: 7 });
  sim.createTopic('orders', { partitions, replicationFactor: 3 });
  sim.realClients.install();
  return sim;
}

export async function play({ partitions, faults, program }: Flow): Promise<Outcome> {
  const sim = openSimulation(partitions);
  try {
    faults?.(sim);
    const result = await sim.run(() => program(sim));
    const { lines } = sim.trace;
    const stored = sim.topic('orders').values();
    return { result, stored, atMs: sim.nowMs, lines, fingerprint: sim.trace.fingerprint(), sim };
  } finally {
    sim.close();
  }
}

/** @throws Error if there is no flow of that name */
export function flowNamed(flows: readonly Flow[], name: string): Flow {
  const found = flows.find((flow) => flow.name === name);
  if (found === undefined) throw new Error(`There is no flow '${name}'`);
  return found;
}
