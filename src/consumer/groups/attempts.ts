/**
 * The attempts of a member to join its group. What belongs to an earlier one is ignored.
 */
export class Attempts {
  private latest = 0;

  /** Another attempt begins, or the member gives up. */
  next(): void {
    this.latest++;
  }

  /** The function, unless another attempt has begun by the time it is called. */
  only<T>(action: (value: T) => void): (value: T) => void {
    const { latest } = this;
    return (value) => {
      if (latest === this.latest) action(value);
    };
  }
}
