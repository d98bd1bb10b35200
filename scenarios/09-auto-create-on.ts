// The point: the WARN in the log of the blog article is not a failure. The first request for metadata creates the
// topic, and its leader is elected a few milliseconds later. Until then the broker answers LEADER_NOT_AVAILABLE and the
// producer requests the metadata again.
import { StringSerializer } from 'kafka-trial';
import { defineScenario } from 'kafka-trial/scenario';

/** The messages in the log of the blog article that scenarios/README.md names. */
const ARTICLE_LOG = [
  '[Producer clientId=producer-1] Instantiated an idempotent producer.',
  'Kafka version: 3.6.1',
  'Kafka commitId: 5e3c2b738d253ff5',
  'Kafka startTimeMs: 1713938923146',
  '[Producer clientId=producer-1] Error while fetching metadata with correlation id 1 : {CustomerCountry=LEADER_NOT_AVAILABLE}',
  '[Producer clientId=producer-1] Cluster ID: x1VBUZHzQf-B48WtMcq_Qw',
  '[Producer clientId=producer-1] ProducerId set to 13000 with epoch 0',
];

export default defineScenario({
  name: 'auto-create-on',
  title: 'auto.create.topics.enable=true: the same log as in the blog article',
  simulation: {
    mode: 'zookeeper', // as in the blog article: KRaft answers UNKNOWN_TOPIC_OR_PARTITION instead of LEADER_NOT_AVAILABLE
    startMs: 1_713_938_923_146,
    clusterId: 'x1VBUZHzQf-B48WtMcq_Qw',
    firstProducerId: 13_000,
    config: { 'auto.create.topics.enable': true },
  },
  run: async ({ sim, say, check }) => {
    const logged: string[] = [];
    const stop = sim.trace.on(({ event, facts }) => {
      if (event === 'log') logged.push(facts.message);
    });

    say('CustomerCountry does not exist. (The times in the blog article are Korean; this log shows UTC.)');
    const producer = sim.producer({
      'bootstrap.servers': 'broker-1:9092',
      'key.serializer': StringSerializer,
      'value.serializer': StringSerializer,
    });
    producer.send({ topic: 'CustomerCountry', key: 'Precision Products', value: 'France' });
    await producer.flush();
    stop();
    await producer.close();

    say('The log has the lines of the blog article, in the same order:');
    check('the log', logged, ARTICLE_LOG);
    check('kafka-console-consumer --from-beginning', sim.topic('CustomerCountry').values(), ['France']);
  },
});
