/**
 * What to do about Kafka's exceptions that a program most often causes by mistake. Their messages stay Kafka's; the advice is in the last cause of the
 * error with which the run fails.
 */
import {
  IllegalStateException,
  ProducerFencedException,
  SerializationException,
  TimeoutException,
} from '../../protocol/errors/exceptions.ts';

interface Advice {
  readonly type: new (message: string) => Error;
  readonly message: RegExp;
  readonly text: string;
}

const ADVICE: readonly Advice[] = [
  {
    type: IllegalStateException,
    message: /(from state UNINITIALIZED to state IN_TRANSACTION|while in state +UNINITIALIZED)$/,
    text: 'Call await producer.initTransactions() once, before the first transaction of the producer.',
  },
  {
    type: IllegalStateException,
    message: /^Cannot add partition .* while in state +READY$/,
    text: 'A producer with a transactional.id sends only in a transaction: call producer.beginTransaction() before send().',
  },
  {
    type: IllegalStateException,
    message: /after producer has been closed$/,
    text: 'Close the producer when all that it has to send is sent, or create another one.',
  },
  {
    type: ProducerFencedException,
    message: /newer producer with the same transactionalId/,
    text: 'Another producer has called initTransactions() with the same transactional.id. Producers that work at the same time need different ids.',
  },
  {
    type: SerializationException,
    message: /^Can't convert value of class .* to class \S*StringSerializer /,
    text: 'The StringSerializer takes text only. Send JSON.stringify(value), or set value.serializer to JsonSerializer.',
  },
  {
    type: TimeoutException,
    message: /^Topic .* not present in metadata after/,
    text: 'Until then, no broker has told the producer about the topic, or about the partition that the record names. The usual reasons: a bootstrap.servers that names other brokers than broker-1:9092, broker-2:9092, ... (a simulation fills it in if it is left out), a fault, or a topic or partition that does not exist and that brokers do not create.',
  },
];

/** One sentence or more; empty if there is no advice. */
export function adviceOn(thrown: unknown): string {
  const advice = ADVICE.find(({ type, message }) => thrown instanceof type && message.test(thrown.message));
  return advice?.text ?? '';
}
