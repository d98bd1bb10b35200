/**
 * Whose turn it is: the simulation's, or that of the user's code.
 *
 * Owns: what is known of user code from outside: that it has been given something to do, and that it has come back to
 * wait. Refuses to know: how it is let run (turn.ts).
 */
export class UserTurn {
  private isDue = false;
  private waits = false;

  /** Something user code can see has settled, or a callback of its own has run. */
  readonly request = (): void => {
    this.isDue = true;
  };

  /** User code waits for something of the simulation's that has not come yet. */
  readonly noteWait = (): void => {
    this.waits = true;
  };

  /** User code may want to run before anything else happens. */
  get isRequested(): boolean {
    return this.isDue;
  }

  /** Takes the request, if there is one: user code is about to run. */
  take(): boolean {
    const wasDue = this.isDue;
    this.isDue = false;
    this.waits = false;
    return wasDue;
  }

  /** Since its turn began, user code has come to wait for the simulation. */
  get hasComeToWait(): boolean {
    return this.waits;
  }
}
