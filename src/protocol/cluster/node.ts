/** A broker as metadata describes it. */

export interface Node {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack?: string;
}
