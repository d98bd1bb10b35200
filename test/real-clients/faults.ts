/** The faults that the pages in docs/clients describe: what a client does that sends one record to `orders`, whose leader is broker 1. */
import { type Simulation, SimulationError } from 'kafka-trial';
import { type Flow, play } from './play.ts';

type Faults = NonNullable<Flow['faults']>;

const produce = (sim: Simulation): ReturnType<Simulation['faults']['on']> =>
  sim.faults.on('Produce', { client: 'shop' });

export const FAULTS: readonly (readonly [name: string, set: Faults])[] = [
  ['none', () => {}],
  ['the request is lost', (sim) => void produce(sim).nth(1).loseRequest()],
  ['the response is lost', (sim) => void produce(sim).nth(1).loseResponse()],
  ['the broker never answers', (sim) => void produce(sim).nth(1).neverAnswer()],
  ['the connection breaks before the request', (sim) => void produce(sim).nth(1).disconnect()],
  ['the connection breaks before the response', (sim) => void produce(sim).nth(1).breakBeforeResponse()],
  ['the response comes 31 s late', (sim) => void produce(sim).nth(1).delayResponse(31_000)],
  ['the response comes 61 s late', (sim) => void produce(sim).nth(1).delayResponse(61_000)],
  ['NOT_ENOUGH_REPLICAS, twice', (sim) => void produce(sim).times(2).respond('NOT_ENOUGH_REPLICAS')],
  ['NOT_LEADER_OR_FOLLOWER, once', (sim) => void produce(sim).once().respond('NOT_LEADER_OR_FOLLOWER')],
  ['MESSAGE_TOO_LARGE', (sim) => void produce(sim).respond('MESSAGE_TOO_LARGE')],
  ['the batch arrives damaged, once', (sim) => void produce(sim).once().corruptBatch()],
  ['the broker throttles the client for 5 s', (sim) => void produce(sim).once().throttle(5_000)],
  [
    'the leader crashes when the request arrives',
    (sim) => {
      produce(sim).nth(1).loseResponse();
      sim.trace.on(({ event }) => {
        if (event === 'Produce request')
          sim
            .at(sim.nowMs + 1)
            .crash('broker-1')
            .optional();
      });
    },
  ],
  ['the bootstrap broker is down', (sim) => sim.crash('broker-1')],
  [
    'no broker can be reached for 20 s',
    (sim) => void sim.faults.partition('app', ['broker-1', 'broker-2', 'broker-3'], { forMs: 20_000 }).optional(),
  ],
];

/** Plays the program, and says in a few words how it has ended. */
export async function outcomeText(flow: Flow): Promise<string> {
  try {
    const { result, stored, atMs } = await play(flow);
    const copies = stored.length === 1 ? '1 copy' : `${stored.length === 0 ? 'no' : stored.length} copies`;
    return `${String(result)}; ${copies}; ${atMs.toLocaleString('en')} ms`;
  } catch (error) {
    // After ten minutes in which nothing but attempts to connect has happened.
    if (error instanceof SimulationError && error.kind === 'nothing left to do') return 'goes on without end';
    throw error;
  }
}
