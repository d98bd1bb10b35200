/** All of Kafka's exceptions, by their Java names and with Java's inheritance: `error instanceof TimeoutException`. */
export * from './api-exceptions.ts';
export * from './client-exceptions.ts';
export { exceptionFor } from './exception-for.ts';
export * from './exception-roots.ts';
