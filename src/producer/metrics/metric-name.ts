/**
 * The names of metrics, and the result of `producer.metrics()`.
 */

import { checkArgument } from '../../checks/arguments.ts';
import { ITERABLE } from '../../checks/lists.ts';
import { STRING } from '../../checks/value-type.ts';

/** The name of a metric (Java's MetricName). Name, group and tags identify it. */
export interface MetricName {
  /** For example `record-send-total`. */
  readonly name: string;
  /** `producer-metrics`, `producer-topic-metrics`, `app-info` or `kafka-metrics-count`. */
  readonly group: string;
  readonly description: string;
  /** `client-id` and, for metrics of one topic, `topic`. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A number, or text in the group app-info. Without a recorded value, averages and maxima are NaN, as in Java. */
export type MetricValue = number | string;

/** All metrics of a producer and their values: the result of `producer.metrics()`. */
export type MetricValues = ReadonlyMap<MetricName, MetricValue>;

/**
 * Finds the value of a metric.
 *
 * @param tags the tags that the metric must have; without any, metrics of single topics are left out
 * @returns undefined if there is no such metric
 * @throws IllegalArgumentException unless `metrics` is what `metrics()` returns, and `name` a string
 *
 * @example
 * import { Simulation, StringSerializer } from 'kafka-trial';
 * import { metricValue } from 'kafka-trial/producer';
 *
 * const sim = new Simulation();
 * const producer = sim.producer({ 'key.serializer': StringSerializer, 'value.serializer': StringSerializer });
 * await sim.run(() => producer.send({ topic: 'payments', value: '12 EUR' }).get());
 * console.log(metricValue(producer.metrics(), 'record-send-total', { topic: 'payments' }));
 * // prints: 1
 */
export function metricValue(
  metrics: MetricValues,
  name: string,
  tags: Readonly<Record<string, string>> = {},
): MetricValue | undefined {
  checkArgument('metricValue(metrics)', metrics, ITERABLE);
  checkArgument('metricValue(metrics, name)', name, STRING);
  const wanted = Object.entries(tags);
  const excludesTopics = wanted.length === 0;
  for (const [metric, value] of metrics) {
    if (metric.name !== name || (excludesTopics && 'topic' in metric.tags)) continue;
    if (wanted.every(([tag, text]) => metric.tags[tag] === text)) return value;
  }
  return undefined;
}
