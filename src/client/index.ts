/**
 * What the other rooms may import of `src/client`: the parts that producer, consumer and admin client share.
 */
export type { Properties } from './config/parse-config.ts';
export type {
  Alarm,
  ClientHost,
  Connection,
  ConnectionListener,
  DrawPurpose,
  LogLevel,
  LogLine,
  Timer,
} from './host/client-host.ts';
export { renderLogLine } from './host/logging.ts';
export type { ClusterView, PartitionInfo } from './metadata/cluster-view.ts';
export { type HeaderInput, Headers, type HeadersInput } from './record/headers.ts';
export * from './serialization/index.ts';
