/** An event of the Chrome trace event format, as far as the tests look at it. */
export interface FormatEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
  readonly id2: { readonly local: string };
  readonly args: Readonly<Record<string, unknown>>;
}
