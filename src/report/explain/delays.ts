/** What a producer had to do, or what held it up, while a batch waited in the accumulator. */
import type { TraceEvent } from '../../simulation/events/simulation-events.ts';

/** Told of the events of the producer while the batch waits. `restart` is called when it begins to wait. */
export class Delays {
  private connections: string[] = [];
  private hasProducerId = false;
  private hasStoodStill = false;

  restart(): void {
    this.connections = [];
    this.hasProducerId = false;
    this.hasStoodStill = false;
  }

  add(entry: TraceEvent): void {
    if (entry.event === 'connected') this.connections.push(entry.facts.broker.replace(/:\d+$/, ''));
    if (entry.event === 'InitProducerId response') this.hasProducerId = true;
    // The stop itself may precede the record.
    if (entry.event === 'I/O thread goes on') this.hasStoodStill = true;
  }

  /** Sentences; empty if there is nothing to say. */
  text(): string {
    const causes = [
      this.connections.length === 0
        ? ''
        : ` In the meantime the producer has connected to ${this.connections.join(', ')}.`,
      this.hasProducerId ? ' It also had to get a producer id first.' : '',
      this.hasStoodStill ? ' The I/O thread stood still, because a callback had made a call that has to wait.' : '',
    ];
    return causes.join('');
  }
}
