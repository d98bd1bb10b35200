/**
 * How long each node has had batches ready that it could not take (partitioner.availability.timeout.ms).
 */
interface Latency {
  /** When the node last had a batch ready. */
  readyMs: number;
  /** When the node could last take a batch. */
  drainMs: number;
}

export class NodeLatencies {
  private readonly availabilityTimeoutMs: number;
  private readonly byNode = new Map<number, Latency>();

  constructor(availabilityTimeoutMs: number) {
    this.availabilityTimeoutMs = availabilityTimeoutMs;
  }

  /** Whether partitioner.availability.timeout.ms is set. */
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

  /** Whether the partitioner should not choose partitions of this node. */
  isUnavailable(nodeId: number): boolean {
    if (!this.areMeasured) return false;
    const latency = this.byNode.get(nodeId);
    return latency !== undefined && latency.readyMs - latency.drainMs > this.availabilityTimeoutMs;
  }
}
