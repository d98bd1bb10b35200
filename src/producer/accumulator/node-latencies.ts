/**
 * How long each node has been ready without being able to take anything (partitioner.availability.timeout.ms).
 */
interface Latency {
  readyMs: number;
  drainMs: number;
}

export class NodeLatencies {
  private readonly availabilityTimeoutMs: number;
  private readonly byNode = new Map<number, Latency>();

  constructor(availabilityTimeoutMs: number) {
    this.availabilityTimeoutMs = availabilityTimeoutMs;
  }

  /** partitioner.availability.timeout.ms is set. */
  get areMeasured(): boolean {
    return this.availabilityTimeoutMs > 0;
  }

  update(nodeId: number, nowMs: number, canDrain: boolean): void {
    if (!this.areMeasured) return;
    let latency = this.byNode.get(nodeId);
    if (latency === undefined) {
      latency = { readyMs: nowMs, drainMs: nowMs };
      this.byNode.set(nodeId, latency);
    }
    if (canDrain) latency.drainMs = nowMs;
    latency.readyMs = nowMs;
  }

  /** Its partitions are passed over by the partitioner. */
  isUnavailable(nodeId: number): boolean {
    if (!this.areMeasured) return false;
    const latency = this.byNode.get(nodeId);
    return latency !== undefined && latency.readyMs - latency.drainMs > this.availabilityTimeoutMs;
  }
}
