/** The loggers for the log lines of clients. */
import { Simulation, StringSerializer, textLogger } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

describe('textLogger', () => {
  it('writes the log lines of all clients as the Java client prints them', () => {
    const lines: string[] = [];
    const sim = new Simulation({ logger: textLogger((line) => lines.push(line)) });
    sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
    expect(lines.some((line) => line.includes('INFO') && line.endsWith('Kafka version: 3.6.1'))).toBe(true);
  });
});
