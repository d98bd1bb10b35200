/** The loggers for the log lines of clients. */
import { Simulation, StringDeserializer, StringSerializer, textLogger } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

describe('textLogger', () => {
  it('writes the log lines of all clients as the Java client prints them', () => {
    const lines: string[] = [];
    const sim = new Simulation({ logger: textLogger((line) => lines.push(line)) });
    sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    expect(lines.some((line) => line.includes('INFO') && line.endsWith('Kafka version: 3.6.1'))).toBe(true);
  });

  it('writes the values of a configuration, one for each line, and a line ending', () => {
    const lines: string[] = [];
    const sim = new Simulation({ logger: textLogger((line) => lines.push(line)) });
    sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer, 'linger.ms': 5 });
    const [first] = lines;
    expect(first).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} \[main\] INFO org\.apache\.kafka\.clients\.producer\.ProducerConfig -- ProducerConfig values: \n\tacks = -1\n/,
    );
    expect(first).toContain('\n\tlinger.ms = 5\n');
    expect(first!.endsWith('\tvalue.serializer = class org.apache.kafka.common.serialization.StringSerializer\n')).toBe(
      true,
    );
  });

  it('can leave these out', () => {
    const lines: string[] = [];
    const sim = new Simulation({ logger: textLogger((line) => lines.push(line), { configurations: false }) });
    const config = { 'key.serializer': StringSerializer, 'value.serializer': StringSerializer, 'linger.msec': 5 };
    sim.producer(config);
    sim.admin();
    expect(lines.filter((line) => line.includes(' values: '))).toEqual([]);
    expect(lines.some((line) => line.endsWith("'[linger.msec]' were supplied but are not used yet."))).toBe(true);
  });
});

describe('The values of a configuration', () => {
  it('are in the log of each client, and not in the trace', () => {
    const logged: string[] = [];
    const sim = new Simulation({ trace: true, logger: { log: ({ message }) => logged.push(message.split('\n')[0]!) } });
    sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    sim.consumer({ 'key.deserializer': StringDeserializer, 'value.deserializer': StringDeserializer });
    sim.admin();
    expect(logged.filter((message) => message.includes(' values: '))).toEqual([
      'ProducerConfig values: ',
      'ConsumerConfig values: ',
      'AdminClientConfig values: ',
    ]);
    expect(sim.trace.lines.some((line) => line.includes('Instantiated'))).toBe(true);
    expect(sim.trace.lines.filter((line) => line.includes(' values: '))).toEqual([]);
  });
});
