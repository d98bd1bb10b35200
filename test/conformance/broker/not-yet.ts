/**
 * Golden scenarios in which our brokers are known to differ, by mode. One that becomes identical fails its test until it is
 * removed: the lists may only shrink.
 */
import type { Mode } from './runner/targets.ts';

export const notYet: Readonly<Record<Mode, ReadonlySet<string>>> = {
  kraft: new Set([
    'i28-deleted-and-crashed',
    'm11-epoch-after-restart',
    'r15-truncation',
    'r19-markers-wait',
    'v01-api-versions',
  ]),
  zookeeper: new Set([
    'i25-deleted-and-restarted',
    'r15-truncation',
    'r16-waiting-produce-leader-moves',
    'r28-aborted-at-the-next-leader',
    't49-commit-then-abort-race',
    't52-restart-in-transaction',
    'v01-api-versions',
  ]),
};
