/** A mistake in a command: reported to whoever has sent it. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}
