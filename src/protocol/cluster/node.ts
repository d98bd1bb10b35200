/** A broker as metadata describes it. */

/** The id and the address of a broker (Java: org.apache.kafka.common.Node). */
export interface Node {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack?: string;
}
