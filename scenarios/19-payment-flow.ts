// The point: the diagram at the start of the blog article, as one program. The shop’s payments go through Kafka to an
// application that decides about them, and the decisions go through Kafka to an application that stores them.
import { JsonDeserializer, JsonSerializer, StringDeserializer, StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

interface Payment {
  readonly id: string;
  readonly card: string;
  readonly amount: number;
}

interface Decision extends Payment {
  readonly approved: boolean;
}

const SHOP: readonly Payment[] = [
  { id: 'p1', card: 'visa-17', amount: 40 },
  { id: 'p2', card: 'visa-17', amount: 2_500 },
  { id: 'p3', card: 'master-4', amount: 990 },
];

export default defineScenario({
  name: 'payment-flow',
  title: 'Shop, application A, Kafka, application B, Kafka, application C, store',
  run: async ({ sim, say, check }) => {
    sim.createTopic('payments', { partitions: 3, replicationFactor: 3 });
    sim.createTopic('decisions', { partitions: 3, replicationFactor: 3 });
    const writing = { acks: 'all', 'key.serializer': StringSerializer, 'value.serializer': JsonSerializer } as const;
    const reading = {
      'key.deserializer': StringDeserializer,
      'value.deserializer': JsonDeserializer,
      'auto.offset.reset': 'earliest',
    } as const;

    say(
      'Application A sends each payment of the shop to Kafka, with the card as its key, and waits until it is stored.',
    );
    const applicationA = async (): Promise<void> => {
      const producer = sim.producer<string, Payment>({ ...writing, 'client.id': 'application-a' });
      for (const payment of SHOP) await producer.send({ topic: 'payments', key: payment.card, value: payment }).get();
      await producer.close();
    };

    say('Application B reads the payments and approves those of up to 1,000.');
    const applicationB = async (): Promise<void> => {
      const payments = sim.consumer<string, Payment>({ ...reading, 'client.id': 'application-b-reader' });
      const decisions = sim.producer<string, Decision>({ ...writing, 'client.id': 'application-b' });
      payments.subscribe(['payments']);
      for (let decided = 0; decided < SHOP.length; ) {
        for (const { key, value } of await payments.poll(1_000)) {
          const decision = { ...value!, approved: value!.amount <= 1_000 };
          decisions.send({ topic: 'decisions', key: key!, value: decision });
          decided++;
        }
      }
      await decisions.close();
      payments.close();
    };

    say('Application C reads the decisions and stores them.');
    const store = new Map<string, string>();
    const applicationC = async (): Promise<void> => {
      const decisions = sim.consumer<string, Decision>({ ...reading, 'client.id': 'application-c' });
      decisions.subscribe(['decisions']);
      while (store.size < SHOP.length) {
        for (const { value } of await decisions.poll(1_000))
          store.set(value!.id, value!.approved ? 'approved' : 'refused');
      }
      decisions.close();
    };

    await Promise.all([applicationA(), applicationB(), applicationC()]);
    check(
      'the store',
      SHOP.map(({ id }) => `${id} ${store.get(id)}`),
      ['p1 approved', 'p2 refused', 'p3 approved'],
    );
    check('payments of one card, in the order of their partition', cardOrder(sim.topic('payments').values()), [
      'p1',
      'p2',
    ]);
  },
});

function cardOrder(values: readonly (string | null)[]): string[] {
  const payments = values.map((value) => JSON.parse(value ?? '{}') as Payment);
  return payments.filter(({ card }) => card === 'visa-17').map(({ id }) => id);
}
