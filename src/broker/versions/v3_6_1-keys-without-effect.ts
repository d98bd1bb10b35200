/**
 * Configuration keys that a 3.6.1 broker knows and that have no effect here: there are no disks, no controller quorum, no
 * consumer groups, no encryption and no log compaction.
 */

const BROKER_KEYS = `
  alter.config.policy.class.name alter.log.dirs.replication.quota.window.num
  alter.log.dirs.replication.quota.window.size.seconds authorizer.class.name auto.include.jmx.reporter
  background.threads broker.heartbeat.interval.ms broker.id broker.id.generation.enable
  client.quota.callback.class connections.max.idle.ms
  control.plane.listener.name controlled.shutdown.enable controlled.shutdown.max.retries
  controlled.shutdown.retry.backoff.ms controller.listener.names controller.quorum.append.linger.ms
  controller.quorum.election.backoff.max.ms controller.quorum.election.timeout.ms controller.quorum.fetch.timeout.ms
  controller.quorum.request.timeout.ms controller.quorum.retry.backoff.ms controller.quorum.voters
  controller.quota.window.num controller.quota.window.size.seconds controller.socket.timeout.ms
  create.topic.policy.class.name delegation.token.expiry.check.interval.ms delegation.token.expiry.time.ms
  delegation.token.master.key delegation.token.max.lifetime.ms delegation.token.secret.key
  delete.records.purgatory.purge.interval.requests early.start.listeners fetch.purgatory.purge.interval.requests
  group.consumer.assignors group.consumer.heartbeat.interval.ms group.consumer.max.heartbeat.interval.ms
  group.consumer.max.session.timeout.ms group.consumer.max.size group.consumer.min.heartbeat.interval.ms
  group.consumer.min.session.timeout.ms group.consumer.session.timeout.ms group.coordinator.new.enable
  group.coordinator.threads initial.broker.registration.timeout.ms inter.broker.listener.name
  inter.broker.protocol.version kafka.metrics.polling.interval.secs kafka.metrics.reporters
  listener.security.protocol.map
  listeners log.cleaner.backoff.ms log.cleaner.dedupe.buffer.size log.cleaner.delete.retention.ms log.cleaner.enable
  log.cleaner.io.buffer.load.factor log.cleaner.io.buffer.size log.cleaner.io.max.bytes.per.second
  log.cleaner.max.compaction.lag.ms log.cleaner.min.cleanable.ratio log.cleaner.min.compaction.lag.ms
  log.cleaner.threads log.flush.interval.messages log.flush.interval.ms
  log.flush.offset.checkpoint.interval.ms log.flush.scheduler.interval.ms
  log.flush.start.offset.checkpoint.interval.ms log.index.interval.bytes log.index.size.max.bytes
  log.message.downconversion.enable log.message.format.version log.preallocate 
  log.retention.hours log.retention.minutes log.roll.hours
  log.roll.jitter.hours log.roll.jitter.ms log.segment.delete.delay.ms
  max.connection.creation.rate max.connections max.connections.per.ip max.connections.per.ip.overrides
  metadata.log.dir metadata.log.max.record.bytes.between.snapshots
  metadata.log.max.snapshot.interval.ms metadata.log.segment.bytes metadata.log.segment.min.bytes
  metadata.log.segment.ms metadata.max.idle.interval.ms metadata.max.retention.bytes metadata.max.retention.ms
  metric.reporters metrics.num.samples metrics.recording.level metrics.sample.window.ms node.id num.io.threads
  num.network.threads num.recovery.threads.per.data.dir num.replica.alter.log.dirs.threads num.replica.fetchers
  offsets.commit.required.acks offsets.load.buffer.size offsets.topic.compression.codec
  offsets.topic.segment.bytes password.encoder.cipher.algorithm
  password.encoder.iterations password.encoder.key.length password.encoder.keyfactory.algorithm
  password.encoder.old.secret password.encoder.secret principal.builder.class
  producer.purgatory.purge.interval.requests queued.max.request.bytes queued.max.requests quota.window.num
  quota.window.size.seconds replica.fetch.min.bytes replica.high.watermark.checkpoint.interval.ms
  replica.socket.receive.buffer.bytes replica.socket.timeout.ms replication.quota.window.num
  replication.quota.window.size.seconds reserved.broker.max.id sasl.mechanism.controller.protocol
  sasl.mechanism.inter.broker.protocol security.inter.broker.protocol security.providers server.max.startup.time.ms
  socket.connection.setup.timeout.max.ms socket.connection.setup.timeout.ms socket.listen.backlog.size
  socket.receive.buffer.bytes socket.request.max.bytes socket.send.buffer.bytes
  transaction.remove.expired.transaction.cleanup.interval.ms transaction.state.log.load.buffer.size
  transaction.state.log.segment.bytes transactional.id.expiration.ms unstable.api.versions.enable
  unstable.metadata.versions.enable zookeeper.clientCnxnSocket zookeeper.connection.timeout.ms
  zookeeper.max.in.flight.requests zookeeper.metadata.migration.enable zookeeper.set.acl
  zookeeper.ssl.cipher.suites zookeeper.ssl.client.enable zookeeper.ssl.crl.enable zookeeper.ssl.enabled.protocols
  zookeeper.ssl.endpoint.identification.algorithm zookeeper.ssl.keystore.location zookeeper.ssl.keystore.password
  zookeeper.ssl.keystore.type zookeeper.ssl.ocsp.enable zookeeper.ssl.protocol zookeeper.ssl.truststore.location
  zookeeper.ssl.truststore.password zookeeper.ssl.truststore.type
`;

export const BROKER_KEYS_WITHOUT_EFFECT: readonly string[] = BROKER_KEYS.trim().split(/\s+/);

/** Prefixes of keys that security, plug-ins and tiered storage take. */
export const KEY_FAMILIES_WITHOUT_EFFECT: readonly string[] = [
  'ssl.',
  'sasl.',
  'zookeeper.',
  'listener.name.',
  'remote.log.',
  'quota.',
  'authorizer.',
];
