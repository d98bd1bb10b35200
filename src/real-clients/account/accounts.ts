/** The accounts of all real clients of a simulation, by client id; those of idempotent producers by producer id, too. */
import type {
  ProducePartition,
  ProduceRequest,
  Request,
  RequestEnvelope,
  Response,
  ResponseEnvelope,
} from '../../protocol/messages.ts';
import { NO_PRODUCER_ID } from '../../protocol/records/record-batch.ts';
import type { Kernel } from '../../sim/index.ts';
import type { Trial } from '../../simulation/checking/trial.ts';
import type { Trace } from '../../simulation/events/simulation-events.ts';
import type { TrafficListener } from '../connections/bridge.ts';
import type { TopicNames } from '../connections/topic-names.ts';
import { type Attempt, ClientAccount } from './client-account.ts';

export interface AccountsOptions {
  readonly kernel: Kernel;
  readonly trace: Trace;
  readonly trial: Trial;
  readonly topics: TopicNames;
}

export class Accounts {
  private readonly options: AccountsOptions;
  private readonly accounts = new Map<string, ClientAccount>();

  constructor(options: AccountsOptions) {
    this.options = options;
  }

  /**
   * Listens to one connection.
   *
   * @param host names a client that has no client id
   */
  listen(host: string): TrafficListener {
    return new ConnectionAccount(this, host);
  }

  of(clientId: string, producerId: number): ClientAccount {
    const key = producerId === NO_PRODUCER_ID ? clientId : `${clientId}/${producerId}`;
    let account = this.accounts.get(key);
    if (account === undefined) {
      account = this.open(clientId);
      this.accounts.set(key, account);
    }
    return account;
  }

  private open(clientId: string): ClientAccount {
    const { kernel, trace, trial, topics } = this.options;
    const name = trial.freeName(clientId);
    const account = new ClientAccount({
      name,
      run: trial,
      now: () => kernel.now(),
      trace: (event, facts) => trace.record(kernel.now(), name, event, facts),
      topicIdOf: (topic) => topics.idOf(topic),
      remember: (batch) => trial.remember(batch),
    });
    trial.producers.push(account);
    return account;
  }
}

interface SentBatch {
  readonly account: ClientAccount;
  readonly attempt: Attempt;
}

class ConnectionAccount implements TrafficListener {
  private readonly accounts: Accounts;
  private readonly host: string;
  /** By correlation id: requests without a response. */
  private readonly waiting = new Map<number, (response: Response | undefined) => void>();

  constructor(accounts: Accounts, host: string) {
    this.accounts = accounts;
    this.host = host;
  }

  requested({ correlationId, clientId, request, expectResponse }: RequestEnvelope): void {
    const settle = this.note(clientId === '' ? this.host : clientId, request);
    if (settle === undefined) return;
    if (expectResponse) this.waiting.set(correlationId, settle);
  }

  responded({ correlationId, response }: ResponseEnvelope): void {
    this.waiting.get(correlationId)?.(response);
    this.waiting.delete(correlationId);
  }

  ended(): void {
    for (const settle of this.waiting.values()) settle(undefined);
    this.waiting.clear();
  }

  /** Returns what to do with the response, or without one if the connection breaks. */
  private note(clientId: string, request: Request): ((response: Response | undefined) => void) | undefined {
    if (request.api === 'Produce') return this.noteProduce(clientId, request);
    if (request.api !== 'EndTxn') return undefined;
    const account = this.accounts.of(clientId, request.producerId);
    return (response) => {
      if (response?.api === 'EndTxn' && response.error === 'NONE') account.transactionEnded(request.committed);
    };
  }

  private noteProduce(
    clientId: string,
    { acks, partitions }: ProduceRequest,
  ): (response: Response | undefined) => void {
    const sent = partitions.filter(isReadable).map(({ topic, partition, batch }): SentBatch => {
      const account = this.accounts.of(clientId, batch.producerId);
      const attempt = account.sent(topic, partition, batch);
      if (acks === 0) account.forgotten(attempt);
      return { account, attempt };
    });
    return (response) => {
      for (const { account, attempt } of sent) {
        const { topic, partition } = attempt.batch;
        const results = response?.api === 'Produce' ? response.partitions : [];
        const result = results.find((one) => one.topic === topic && one.partition === partition);
        if (result === undefined) account.lost(attempt);
        else account.answered(attempt, result);
      }
    };
  }
}

/** Brokers refuse other batches. */
function isReadable({ batch }: ProducePartition): boolean {
  return batch.isCorrupt !== true && batch.malformation === undefined && batch.damage === undefined;
}
