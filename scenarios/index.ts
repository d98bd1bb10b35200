/** The scenarios, each by its name, and all of them in their order. Written by build/lists.js from the files in this folder: run `npm run lists`, do not edit. */
import type { Scenario } from 'kafka-trial/scenario';
import connectOnly from './01-connect-only.ts';
import consoleProducerConsumer from './02-console-producer-consumer.ts';
import fireAndForget from './03-fire-and-forget.ts';
import synchronousGet from './04-synchronous-get.ts';
import asynchronousCallback from './05-asynchronous-callback.ts';
import threeWays from './06-three-ways.ts';
import adminCreatesTopic from './07-admin-creates-topic.ts';
import autoCreateOff from './08-auto-create-off.ts';
import autoCreateOn from './09-auto-create-on.ts';
import retiredConfig from './10-retired-config.ts';
import bootstrapOneDown from './11-bootstrap-one-down.ts';
import serializerThrows from './12-serializer-throws.ts';
import fullBuffer from './13-full-buffer.ts';
import interruptedSend from './14-interrupted-send.ts';
import leaderNotAvailableForAWhile from './15-leader-not-available-for-a-while.ts';
import brokerNeverAnswers from './16-broker-never-answers.ts';
import retriableErrorHeals from './17-retriable-error-heals.ts';
import nonRetriableError from './18-non-retriable-error.ts';
import paymentFlow from './19-payment-flow.ts';
import transactionTwoReaders from './20-transaction-two-readers.ts';
import consumeTransformProduce from './21-consume-transform-produce.ts';
import zombieFenced from './22-zombie-fenced.ts';
import transactionCoordinatorCrash from './23-transaction-coordinator-crash.ts';
import epochTooEarly from './24-epoch-too-early.ts';
import lookupWithoutBackoff from './25-lookup-without-backoff.ts';
import lostAck from './26-lost-ack.ts';
import slowAck from './27-slow-ack.ts';
import leaderCrash from './28-leader-crash.ts';
import inSyncReplicas from './29-in-sync-replicas.ts';
import uncleanElection from './30-unclean-election.ts';
import zombieLeader from './31-zombie-leader.ts';
import rollingRestart from './32-rolling-restart.ts';
import noController from './33-no-controller.ts';
import staleMetadata from './34-stale-metadata.ts';
import diskFailure from './35-disk-failure.ts';
import throttledClient from './36-throttled-client.ts';
import poisonRecord from './37-poison-record.ts';
import longOutage from './38-long-outage.ts';
import overtaking from './39-overtaking.ts';
import forgottenProducer from './40-forgotten-producer.ts';
import flappingNetwork from './41-flapping-network.ts';
import forgottenGap from './42-forgotten-gap.ts';
import restartForgets from './43-restart-forgets.ts';
import overtakenAtTheStart from './44-overtaken-at-the-start.ts';
import forgetsItWasFenced from './45-forgets-it-was-fenced.ts';
import closeWithoutEnd from './46-close-without-end.ts';
import tooLargeTogether from './47-too-large-together.ts';
import everySecondPartition from './48-every-second-partition.ts';
import twoCallbacks from './49-two-callbacks.ts';
import swallowedRecord from './50-swallowed-record.ts';
import lateForItsTransaction from './51-late-for-its-transaction.ts';
import stuckInReady from './52-stuck-in-ready.ts';
import neverBackToBootstrap from './53-never-back-to-bootstrap.ts';
import sideBySide from './54-side-by-side.ts';
import stuckOffsets from './55-stuck-offsets.ts';

export {
  adminCreatesTopic,
  asynchronousCallback,
  autoCreateOff,
  autoCreateOn,
  bootstrapOneDown,
  brokerNeverAnswers,
  closeWithoutEnd,
  connectOnly,
  consoleProducerConsumer,
  consumeTransformProduce,
  diskFailure,
  epochTooEarly,
  everySecondPartition,
  fireAndForget,
  flappingNetwork,
  forgetsItWasFenced,
  forgottenGap,
  forgottenProducer,
  fullBuffer,
  inSyncReplicas,
  interruptedSend,
  lateForItsTransaction,
  leaderCrash,
  leaderNotAvailableForAWhile,
  longOutage,
  lookupWithoutBackoff,
  lostAck,
  neverBackToBootstrap,
  noController,
  nonRetriableError,
  overtakenAtTheStart,
  overtaking,
  paymentFlow,
  poisonRecord,
  restartForgets,
  retiredConfig,
  retriableErrorHeals,
  rollingRestart,
  serializerThrows,
  sideBySide,
  slowAck,
  staleMetadata,
  stuckInReady,
  stuckOffsets,
  swallowedRecord,
  synchronousGet,
  threeWays,
  throttledClient,
  tooLargeTogether,
  transactionCoordinatorCrash,
  transactionTwoReaders,
  twoCallbacks,
  uncleanElection,
  zombieFenced,
  zombieLeader,
};

export const SCENARIOS: readonly Scenario[] = [
  connectOnly,
  consoleProducerConsumer,
  fireAndForget,
  synchronousGet,
  asynchronousCallback,
  threeWays,
  adminCreatesTopic,
  autoCreateOff,
  autoCreateOn,
  retiredConfig,
  bootstrapOneDown,
  serializerThrows,
  fullBuffer,
  interruptedSend,
  leaderNotAvailableForAWhile,
  brokerNeverAnswers,
  retriableErrorHeals,
  nonRetriableError,
  paymentFlow,
  transactionTwoReaders,
  consumeTransformProduce,
  zombieFenced,
  transactionCoordinatorCrash,
  epochTooEarly,
  lookupWithoutBackoff,
  lostAck,
  slowAck,
  leaderCrash,
  inSyncReplicas,
  uncleanElection,
  zombieLeader,
  rollingRestart,
  noController,
  staleMetadata,
  diskFailure,
  throttledClient,
  poisonRecord,
  longOutage,
  overtaking,
  forgottenProducer,
  flappingNetwork,
  forgottenGap,
  restartForgets,
  overtakenAtTheStart,
  forgetsItWasFenced,
  closeWithoutEnd,
  tooLargeTogether,
  everySecondPartition,
  twoCallbacks,
  swallowedRecord,
  lateForItsTransaction,
  stuckInReady,
  neverBackToBootstrap,
  sideBySide,
  stuckOffsets,
];
