/**
 * Golden scenarios in which our brokers are known to differ, by mode. One that becomes identical fails its test until it is
 * removed: the lists may only shrink.
 */
import type { Mode } from './runner/targets.ts';

export const notYet: Readonly<Record<Mode, ReadonlySet<string>>> = {
  kraft: new Set([
    'a01-create',
    'a02-create-sizes',
    'a05-create-assignments',
    'a06-create-twice-in-one',
    'a07-create-timeout',
    'a08-delete',
    'a10-create-partitions',
    'i28-deleted-and-crashed',
    'm04-auto-create',
    'm10-auto-create-internal',
    'm11-epoch-after-restart',
    'r03-min-isr',
    'r13-unclean',
    'r15-truncation',
    'r18-coordinator-too-few',
    'r19-markers-wait',
    'r20-replica-fetch',
    'r25-followers-remember',
    'r28-aborted-at-the-next-leader',
    'r30-markers-too-few-replicas',
    'v01-api-versions',
  ]),
  zookeeper: new Set([
    'a05-create-assignments',
    'a06-create-twice-in-one',
    'a07-create-timeout',
    'a10-create-partitions',
    'i25-deleted-and-restarted',
    'r09-move-leader',
    'r10-epoch-ends',
    'r13-unclean',
    'r15-truncation',
    'r16-waiting-produce-leader-moves',
    'r25-followers-remember',
    'r28-aborted-at-the-next-leader',
    't49-commit-then-abort-race',
    't52-restart-in-transaction',
    'v01-api-versions',
  ]),
};
