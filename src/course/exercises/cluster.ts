/** What situations need to know of a cluster, and do to it. */
import type { Simulation } from '../../index.ts';

/** The id of the broker that leads partition 0 of a topic. @throws Error if the topic does not exist or has no leader */
export function leaderOf(sim: Simulation, topic: string): number {
  const found = sim.snapshot().topics.find(({ name }) => name === topic);
  if (found === undefined) throw new Error(`There is no topic '${topic}'.`);
  const leader = found.partitions[0]?.leader ?? -1;
  if (leader < 0) throw new Error(`Partition 0 of the topic '${topic}' has no leader.`);
  return leader;
}

export function crashLeader(sim: Simulation, topic: string): void {
  sim.crash(leaderOf(sim, topic));
}
