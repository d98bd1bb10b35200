/**
 * What a metric is called, and how to find it among others.
 *
 * Owns: the shape of `producer.metrics()`. Refuses to know: which metrics there are.
 */

/** As in Java, metrics are told apart by name, group and tags; the description is for readers. */
export interface MetricName {
  readonly name: string;
  readonly group: string;
  readonly description: string;
  /** `client-id` always; `topic` for what is counted by topic. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Text only for the group app-info. NaN where Java says NaN: an average or a maximum of nothing. */
export type MetricValue = number | string;

export type MetricValues = ReadonlyMap<MetricName, MetricValue>;

/**
 * The value of the metric with this name and, where a name is used more than once, with these tags; undefined if there
 * is none. `metricValue(producer.metrics(), 'byte-total', { topic: 'payments' })`
 */
export function metricValue(
  metrics: MetricValues,
  name: string,
  tags: Readonly<Record<string, string>> = {},
): MetricValue | undefined {
  const wanted = Object.entries(tags);
  const isWide = wanted.length === 0;
  for (const [metric, value] of metrics) {
    if (metric.name !== name || (isWide && 'topic' in metric.tags)) continue;
    if (wanted.every(([tag, text]) => metric.tags[tag] === text)) return value;
  }
  return undefined;
}
