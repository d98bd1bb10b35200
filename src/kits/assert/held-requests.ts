/**
 * The Produce requests of one producer, each held on the network until the test says how it ends.
 */
import type { KafkaProducer } from '../../producer/kafka-producer.ts';
import type { HeldRequestFault } from '../../simulation/faults/definition/fault.ts';
import type { Simulation } from '../../simulation/simulation.ts';

interface HeldRequest {
  readonly connectionId: string;
  readonly correlationId: number;
  readonly fault: HeldRequestFault;
  /** It was answered, or its connection has ended. */
  isOver: boolean;
}

export class HeldRequests {
  private readonly sim: Simulation;
  /** In the order in which they were sent, also those that test code has let go and that were not answered yet. */
  private inFlight: HeldRequest[] = [];
  /** Those that are held. */
  private waiting: HeldRequest[] = [];

  constructor(sim: Simulation, { events, clientId }: Pick<KafkaProducer, 'events' | 'clientId'>) {
    this.sim = sim;
    events.on('requestWritten', (connectionId, { request, correlationId }) => {
      if (request.api !== 'Produce') return;
      // The request leaves the client after this event, so it is the next one.
      const fault = sim.faults.on('Produce', { client: clientId }).once().holdRequest().optional();
      const held = { connectionId, correlationId, fault, isOver: false };
      this.inFlight.push(held);
      this.waiting.push(held);
    });
    events.on('responseRead', (connectionId, { correlationId }) =>
      this.end((held) => held.connectionId === connectionId && held.correlationId === correlationId),
    );
    events.on('disconnected', (connectionId) => this.end((held) => held.connectionId === connectionId));
  }

  /**
   * Ends the earliest request, once there is one, and waits until it is over.
   *
   * @param end what happens to it
   * @param isIdle whether there will be none
   * @returns whether there was one
   */
  async endNext(end: (fault: HeldRequestFault) => void, isIdle: () => boolean): Promise<boolean> {
    while (this.waiting.length === 0) {
      if (isIdle()) return false;
      await this.sim.sleep(1);
    }
    const next = this.waiting.shift() as HeldRequest;
    end(next.fault);
    while (!next.isOver) await this.sim.sleep(1);
    return true;
  }

  private end(isIncluded: (held: HeldRequest) => boolean): void {
    for (const held of this.inFlight) {
      if (!isIncluded(held)) continue;
      held.isOver = true;
      held.fault.remove();
    }
    this.inFlight = this.inFlight.filter(({ isOver }) => !isOver);
    this.waiting = this.waiting.filter(({ isOver }) => !isOver);
  }
}
