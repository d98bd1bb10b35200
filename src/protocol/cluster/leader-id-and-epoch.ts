/** The leader of a partition as responses name it (KIP-951). */
export interface LeaderIdAndEpoch {
  /** -1: none that is known. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
}
