/** The faults that can be injected by a click: on a message, a broker or a client, at the moment that is shown. */
import type { FaultPlan, PlannedFault } from '../../../src/index.ts';
import type { BrokerPart, MessagePart } from '../history/step.ts';

/** What was clicked. */
export type Target =
  | { readonly kind: 'message'; readonly message: MessagePart }
  | {
      readonly kind: 'broker';
      readonly id: number;
      readonly state: BrokerPart['state'];
      /** Whether it follows the leader of a partition. */
      readonly isFollower: boolean;
    }
  | { readonly kind: 'client'; readonly name: string };

export interface Choice {
  readonly label: string;
  /** What follows from it, in a few words. */
  readonly hint: string;
  readonly faults: FaultPlan;
}

const OUTAGE_MS = 20_000;

/** @param atMs the moment that is shown; brokers and links fail right after it, since everything up to it has happened already */
export function choicesFor(target: Target, atMs: number, brokers: readonly number[]): readonly Choice[] {
  if (target.kind === 'message') return messageChoices(target.message);
  if (target.kind === 'broker') return brokerChoices(target, atMs + 1, brokers);
  return brokers.map((id) => ({
    label: `Cut the link to broker-${id} for 20 s`,
    hint: 'messages wait, as TCP retransmits them',
    faults: [{ do: 'partition', from: target.name, to: `broker-${id}`, atMs: atMs + 1, forMs: OUTAGE_MS }],
  }));
}

function messageChoices({ named, direction, api }: MessagePart): readonly Choice[] {
  if (named === null) return [];
  const { on, client, nth, nthAnswered } = named;
  const request = (rest: object): PlannedFault => ({ on, client, nth, ...rest }) as PlannedFault;
  const response = (rest: object): PlannedFault => ({ on, client, nth: nthAnswered, ...rest }) as PlannedFault;
  const hasResponse = nthAnswered > 0;
  const onRequest: readonly Choice[] = [
    { label: 'Lose this request', hint: 'it never arrives', faults: [request({ do: 'loseRequest' })] },
    {
      label: 'Delay this request by 500 ms',
      hint: 'what follows on the connection waits, too',
      faults: [request({ do: 'delayRequest', delayMs: 500 })],
    },
    ...(api === 'Produce'
      ? [
          {
            label: 'Refuse it: NOT_ENOUGH_REPLICAS',
            hint: 'a retriable error; nothing is stored',
            faults: [request({ do: 'respond', error: 'NOT_ENOUGH_REPLICAS' })],
          },
        ]
      : []),
    { label: 'Break the connection', hint: 'the request does not arrive', faults: [request({ do: 'disconnect' })] },
  ];
  const onResponse: readonly Choice[] = [
    {
      label: direction === 'response' ? 'Lose this response' : 'Lose its response',
      hint: 'the request is carried out, but the client never hears of it',
      faults: [response({ do: 'loseResponse' })],
    },
    {
      label: direction === 'response' ? 'Break the connection instead' : 'Break the connection before its response',
      hint: 'as above, but the client notices at once',
      faults: [response({ do: 'breakBeforeResponse' })],
    },
    {
      label: direction === 'response' ? 'Delay this response by 40 s' : 'Delay its response by 40 s',
      hint: 'longer than request.timeout.ms',
      faults: [response({ do: 'delayResponse', delayMs: 40_000 })],
    },
  ];
  if (direction === 'response') return onResponse;
  return hasResponse ? [...onRequest, ...onResponse] : onRequest;
}

function brokerChoices(
  { id: broker, state, isFollower }: Extract<Target, { kind: 'broker' }>,
  atMs: number,
  brokers: readonly number[],
): readonly Choice[] {
  if (state !== 'up')
    return [
      {
        label: `Start broker-${broker} again`,
        hint: 'its log is still there',
        faults: [{ do: 'restart', broker, atMs }],
      },
    ];
  const others = brokers.filter((id) => id !== broker).map((id) => `broker-${id}`);
  return [
    { label: `Crash broker-${broker}`, hint: 'it does not come back', faults: [{ do: 'crash', broker, atMs }] },
    {
      label: `Crash broker-${broker} for 20 s`,
      hint: 'then it starts again',
      faults: [{ do: 'crash', broker, atMs, forMs: OUTAGE_MS }],
    },
    {
      label: `Shut broker-${broker} down`,
      hint: 'other brokers take over first',
      faults: [{ do: 'shutdown', broker, atMs }],
    },
    {
      label: `Pause broker-${broker} for 20 s`,
      hint: 'as a long garbage collection does',
      faults: [{ do: 'pause', broker, atMs, forMs: OUTAGE_MS }],
    },
    ...(others.length > 0
      ? [
          {
            label: 'Cut it from the other brokers for 20 s',
            hint: 'clients still reach it',
            faults: [{ do: 'partition' as const, from: `broker-${broker}`, to: others, atMs, forMs: OUTAGE_MS }],
          },
        ]
      : []),
    ...(isFollower
      ? [
          {
            label: 'Slow its replication by 1 s',
            hint: 'its fetches from leaders are late',
            faults: [{ do: 'slowReplica' as const, broker, extraMs: 1_000, atMs }],
          },
        ]
      : []),
  ];
}
