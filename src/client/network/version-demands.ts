/**
 * Requests that say more than an old version of their API can carry: Java's builders refuse to write these.
 *
 * Owns: which those are, and Java's words for the refusal.
 * Refuses to know: which version was agreed on, and why.
 */
import { UnsupportedVersionException } from '../../protocol/exceptions.ts';
import type { Request, TxnOffsetCommitRequest } from '../../protocol/messages.ts';

/** From here on Produce carries records of format 2, the only one there is here. */
const FORMAT_2_FROM = 3;

/** @throws UnsupportedVersionException if the request cannot be written in this version */
export function checkVersionDemands(request: Request, version: number): void {
  if (request.api === 'Produce') {
    if (version >= FORMAT_2_FROM) return;
    throw new UnsupportedVersionException(
      `Records of format 2 need PRODUCE in version 3, and the broker takes ${version}`,
    );
  }
  if (request.api === 'FindCoordinator' && request.keyType === 'transaction' && version < 1) {
    throw new UnsupportedVersionException(
      `Cannot create a v${version} FindCoordinator request because we require features supported only in 2 or later.`,
    );
  }
  if (request.api === 'Metadata' && version < 1)
    throw new UnsupportedVersionException('MetadataRequest versions older than 1 are not supported.');
  if (request.api === 'TxnOffsetCommit' && namesMember(request) && version < 3) {
    throw new UnsupportedVersionException(
      `Broker doesn't support group metadata commit API on version ${version}, minimum supported request version is 3 which requires brokers to be on version 2.5 or above.`,
    );
  }
}

function namesMember({ memberId, generationId, groupInstanceId }: TxnOffsetCommitRequest): boolean {
  return memberId !== '' || generationId !== -1 || groupInstanceId !== null;
}
