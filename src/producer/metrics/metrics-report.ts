/**
 * `producer.metrics()`: all metrics with their values at this moment. Some are removed when the producer is closed.
 */
import type { AppInfo } from '../../client/host/app-info.ts';
import type { ClientVersion } from '../../client/versions/client-version.ts';
import { type ClientMetric, clientMetricsOf, type Gauges } from './client-metrics.ts';
import type { MetricName, MetricValue, MetricValues } from './metric-name.ts';
import type { ProducerMetrics } from './producer-metrics.ts';
import { TOPIC_METRICS } from './topic-metrics.ts';

export class MetricsReport {
  private readonly metrics: ProducerMetrics;
  private readonly gauges: Gauges;
  private readonly clientTags: Readonly<Record<string, string>>;
  private readonly appInfo: readonly (readonly [MetricName, MetricValue])[];
  private readonly count: MetricName;
  private readonly clientMetrics: readonly ClientMetric[];
  private readonly clientNames: readonly MetricName[];
  private readonly topicNames = new Map<string, readonly MetricName[]>();
  private isClosed = false;

  constructor(
    metrics: ProducerMetrics,
    gauges: Gauges,
    { clientId, version }: { readonly clientId: string; readonly version: ClientVersion },
    appInfo: AppInfo,
  ) {
    this.metrics = metrics;
    this.gauges = gauges;
    this.clientTags = { 'client-id': clientId };
    this.appInfo = [
      [this.appInfoName('commit-id'), appInfo.commitId],
      [this.appInfoName('start-time-ms'), appInfo.startTimeMs],
      [this.appInfoName('version'), appInfo.version],
    ];
    this.count = this.named('kafka-metrics-count', 'count', 'total number of registered metrics');
    this.clientMetrics = clientMetricsOf(version);
    this.clientNames = this.clientMetrics.map(({ name, description }) =>
      this.named('producer-metrics', name, description),
    );
  }

  /** A copy, which later changes do not affect. The names are the same objects in each copy. */
  values(): MetricValues {
    const nowMs = this.metrics.now();
    const values = new Map<MetricName, MetricValue>(this.isClosed ? [] : this.appInfo);
    values.set(this.count, 0);
    for (const [index, { read, endsWithProducer }] of this.clientMetrics.entries()) {
      if (this.isClosed && endsWithProducer) continue;
      values.set(this.clientNames[index] as MetricName, read(this.metrics, nowMs, this.gauges));
    }
    for (const [topic, metrics] of this.metrics.topics) {
      const names = this.namesOf(topic);
      for (const [index, { read }] of TOPIC_METRICS.entries())
        values.set(names[index] as MetricName, read(metrics, nowMs));
    }
    return values.set(this.count, values.size);
  }

  close(): void {
    this.isClosed = true;
  }

  private namesOf(topic: string): readonly MetricName[] {
    let names = this.topicNames.get(topic);
    if (names === undefined) {
      names = TOPIC_METRICS.map(({ name, description }) =>
        this.named('producer-topic-metrics', name, description, { ...this.clientTags, topic }),
      );
      this.topicNames.set(topic, names);
    }
    return names;
  }

  private appInfoName(name: string): MetricName {
    return this.named('app-info', name, `Metric indicating ${name}`);
  }

  private named(group: string, name: string, description: string, tags = this.clientTags): MetricName {
    return { name, group, description, tags };
  }
}
