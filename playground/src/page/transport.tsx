/** The player: the caption of the step that is shown, the buttons, and the timeline to scrub over. */
import type { Step } from '../history/step.ts';
import type { Branch } from './branch.ts';
import { SPEEDS } from './player.ts';
import type { Session } from './session.ts';
import { Timeline } from './timeline.tsx';

interface Props {
  readonly session: Session;
  readonly branch: Branch;
}

export function Transport({ session, branch }: Props) {
  const { player } = session;
  const index = player.index.value;
  const { steps } = branch.history;
  const step = told(steps, index);
  const isPlaying = player.isPlaying.value;
  const last = branch.length.value - 1;
  const recorded = branch.outcome.value?.steps ?? 0;
  return (
    <section class="transport" id="transport" aria-label="Player" tabIndex={-1}>
      <p class={`caption ${step?.source === 'fault' ? 'fault' : ''}`} aria-live={isPlaying ? 'off' : 'polite'}>
        <time>{player.atMs(branch)} ms</time>
        <span>{step?.caption ?? (branch.isRunning ? 'The program runs …' : 'Nothing has happened yet.')}</span>
      </p>
      <Timeline session={session} branch={branch} />
      <div class="buttons">
        <Button label="To the beginning" shape="M4 3v10M13 3 6 8l7 5z" onClick={() => player.goTo(branch, 0)} />
        <Button label="Step back" shape="M11 3 5 8l6 5z" onClick={() => player.step(branch, -1)} />
        <button
          type="button"
          class="button play"
          aria-label={isPlaying ? 'Pause' : 'Play'}
          onClick={() => player.toggle(branch)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d={isPlaying ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5 13.5 8 4 13.5z'} />
          </svg>
          {isPlaying ? 'Pause' : 'Play'}
        </button>
        <Button label="Step forward" shape="M5 3l6 5-6 5z" onClick={() => player.step(branch, 1)} />
        <Button label="To the end" shape="M12 3v10M3 3l7 5-7 5z" onClick={() => player.goTo(branch, last)} />
        <label class="field speed">
          <span>Speed</span>
          <select
            value={String(player.speed.value)}
            onChange={({ currentTarget }) => {
              player.speed.value = Number(currentTarget.value);
            }}
          >
            {SPEEDS.map((speed) => (
              <option value={String(speed)}>{speed}×</option>
            ))}
          </select>
        </label>
        {recorded > last + 1 && branch.outcome.value !== null && (
          <span class="quiet">The run goes on for {recorded - last - 1} more steps, which are not recorded.</span>
        )}
        <span class="position">
          step {index + 1} of {last + 1}
        </span>
      </div>
    </section>
  );
}

/** Quiet steps without a sentence leave the one before in place. */
function told(steps: readonly Step[], index: number): Step | undefined {
  for (let i = index; i >= 0; i--) if (steps[i]?.caption !== '') return steps[i];
  return undefined;
}

interface ButtonProps {
  readonly label: string;
  readonly shape: string;
  readonly onClick: () => void;
}

function Button({ label, shape, onClick }: ButtonProps) {
  return (
    <button type="button" class="button icon" aria-label={label} title={label} onClick={onClick}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={shape} />
      </svg>
    </button>
  );
}
