/** Plays the film of a history: where it is, whether it runs, and how fast. */
import { type Signal, signal } from '@preact/signals';
import type { Step } from '../history/step.ts';
import type { Branch } from './branch.ts';

export const SPEEDS: readonly number[] = [0.25, 0.5, 1, 2, 4, 8, 16, 64];

export class Player {
  /** The step that is shown; -1: none yet. */
  readonly index: Signal<number> = signal(-1);
  readonly isPlaying = signal(false);
  readonly speed = signal(1);
  /** The time of the film. It is no signal, because it changes with every frame. */
  filmMs = 0;
  /** Draws a frame; the stage sets it. */
  draw: () => void = () => {};
  private lastFrameMs = 0;
  private branch: Branch | null = null;

  /** The virtual time that is shown. */
  atMs({ history }: Branch): number {
    return history.steps[Math.max(0, this.index.value)]?.atMs ?? 0;
  }

  goTo(branch: Branch, index: number): void {
    const last = branch.history.steps.length - 1;
    const wanted = Math.max(Math.min(index, last), Math.min(0, last));
    this.branch = branch;
    this.filmMs = branch.film.startOf(wanted);
    this.index.value = wanted;
    this.draw();
  }

  /** Goes to any time of the film. */
  scrub(branch: Branch, filmMs: number): void {
    this.branch = branch;
    this.filmMs = Math.max(0, Math.min(filmMs, branch.film.lengthMs));
    this.index.value = branch.film.indexAt(this.filmMs);
    this.draw();
  }

  /** Goes to the next step in this direction that has something to say. */
  step(branch: Branch, direction: 1 | -1): void {
    this.pause();
    const { steps } = branch.history;
    let index = this.index.value + direction;
    while (index > 0 && index < steps.length - 1 && (steps[index] as Step).weight === 'quiet') index += direction;
    this.goTo(branch, index);
  }

  play(branch: Branch): void {
    if (this.isPlaying.value) return;
    this.branch = branch;
    // From the end it starts again.
    if (this.index.value >= branch.history.steps.length - 1 && !branch.isRunning) this.goTo(branch, 0);
    this.isPlaying.value = true;
    this.lastFrameMs = performance.now();
    requestAnimationFrame(this.frame);
  }

  pause(): void {
    this.isPlaying.value = false;
  }

  toggle(branch: Branch): void {
    if (this.isPlaying.value) this.pause();
    else this.play(branch);
  }

  private readonly frame = (nowMs: number): void => {
    const { branch } = this;
    if (!this.isPlaying.value || branch === null) return;
    // A tab that was in the background goes on where it was.
    const elapsedMs = Math.min(100, Math.max(0, nowMs - this.lastFrameMs));
    this.lastFrameMs = nowMs;
    const endMs = branch.film.lengthMs;
    this.filmMs = Math.min(endMs, this.filmMs + elapsedMs * this.speed.value);
    const index = branch.film.indexAt(this.filmMs);
    if (index !== this.index.value) this.index.value = index;
    this.draw();
    if (this.filmMs >= endMs && !branch.isRunning) this.pause();
    else requestAnimationFrame(this.frame);
  };
}
