/**
 * The interceptor `sim.TraceInterceptor` of the scenarios: it records its calls in the trace and changes nothing.
 */
import type { ProducerInterceptor, ProducerRecord, RecordMetadata } from '../../../src/producer/index.ts';
import type { TraceRecorder } from './trace.ts';
import { traceError } from './trace-errors.ts';

export const TRACE_INTERCEPTOR = 'sim.TraceInterceptor';

type InterceptorClass = new () => ProducerInterceptor;

export function traceInterceptor(trace: TraceRecorder): InterceptorClass {
  return class TraceInterceptor implements ProducerInterceptor {
    configure(configs: ReadonlyMap<string, unknown>): void {
      trace.record('interceptor.configure', { clientId: configs.get('client.id') });
    }

    onSend(record: ProducerRecord): ProducerRecord {
      trace.record('interceptor.onSend', { topic: record.topic, partition: record.partition });
      return record;
    }

    onAcknowledgement(metadata: RecordMetadata, error: Error | null): void {
      const where = { topic: metadata.topic(), partition: metadata.partition(), offset: metadata.offset() };
      trace.record('interceptor.onAcknowledgement', error === null ? where : { ...where, error: traceError(error) });
    }

    close(): void {
      trace.record('interceptor.close');
    }
  };
}
