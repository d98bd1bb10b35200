/**
 * How much one request may create. A controller with KRaft refuses to write more than 10,000 records of metadata for one request
 * (QuorumController.MAX_RECORDS_PER_USER_OP). Here the limit is one for each topic, in both modes: ZooKeeper refuses what is larger than
 * its nodes, at some ten thousand partitions.
 */
const MOST_RECORDS = 10_000;

/** @param otherRecords how many records are written besides those of the partitions */
export function isExcessive(newPartitions: number, otherRecords: number): boolean {
  return newPartitions + otherRecords > MOST_RECORDS;
}
