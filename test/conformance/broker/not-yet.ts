/**
 * Golden scenarios in which our brokers are known to differ, by mode. One that becomes identical fails its test until it is
 * removed: the lists may only shrink. docs/limitations.md has the reasons.
 */
import type { Mode } from './runner/targets.ts';

export const notYet: Readonly<Record<Mode, ReadonlySet<string>>> = {
  kraft: new Set(['r15-truncation', 'v01-api-versions']),
  zookeeper: new Set(['r15-truncation', 'v01-api-versions']),
};
