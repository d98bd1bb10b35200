/**
 * Kafka's exceptions, by their Java names and with Java's inheritance.
 *
 * Owns: the way to all of them: the classes a user catches (`error instanceof TimeoutException`), and which one an error code
 * becomes.
 * Refuses to know: when any of them is raised.
 */
export * from './api-exceptions.ts';
export * from './client-exceptions.ts';
export { exceptionFor } from './exception-for.ts';
export * from './exception-roots.ts';
