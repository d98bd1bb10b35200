/** The whole history at a glance, one row per actor: when programs were blocked, which steps there were, and where faults acted. A slider lies over it. */
import { useEffect, useRef } from 'preact/hooks';
import type { Branch } from './branch.ts';
import type { Session } from './session.ts';
import { drawTimeline, rowsOf } from './timeline-drawing.ts';

interface Props {
  readonly session: Session;
  readonly branch: Branch;
}

export function Timeline({ session, branch }: Props) {
  const { player } = session;
  const canvas = useRef<HTMLCanvasElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const index = player.index.value;
  const length = branch.length.value;
  const rows = rowsOf(branch.roster.value);

  useEffect(() => {
    const paint = (): void => {
      if (canvas.current !== null) drawTimeline(canvas.current, branch, rows);
    };
    paint();
    addEventListener('resize', paint);
    addEventListener('themechange', paint);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', paint);
    return () => {
      removeEventListener('resize', paint);
      removeEventListener('themechange', paint);
      scheme.removeEventListener('change', paint);
    };
  }, [branch, length, branch.forkedAt.value]);

  // The playhead moves with every frame, and nothing else of the timeline does.
  useEffect(() => {
    let frame = 0;
    const move = (): void => {
      const share = branch.film.lengthMs === 0 ? 0 : player.filmMs / branch.film.lengthMs;
      if (head.current !== null) head.current.style.transform = `translateX(${(share * 100).toFixed(3)}%)`;
      if (player.isPlaying.peek()) frame = requestAnimationFrame(move);
    };
    move();
    return () => cancelAnimationFrame(frame);
  }, [branch, index, length, player.isPlaying.value]);

  const step = branch.history.steps[index];
  return (
    <div class="timeline" style={{ '--rows': rows.length }}>
      <div class="row-names" aria-hidden="true">
        {rows.map(({ name }) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <div class="track">
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas cannot be focused; the slider says what it shows */}
        <canvas ref={canvas} aria-hidden="true" />
        <div class="head" ref={head} aria-hidden="true" />
        <input
          class="scrubber"
          type="range"
          aria-label="Position in the history"
          aria-valuetext={
            step === undefined ? 'nothing yet' : `step ${index + 1} of ${length}, ${step.atMs} ms: ${step.caption}`
          }
          min={0}
          max={Math.max(1, Math.round(branch.film.lengthMs))}
          step="any"
          value={player.filmMs}
          onInput={({ currentTarget }) => {
            player.pause();
            player.scrub(branch, Number(currentTarget.value));
          }}
        />
      </div>
    </div>
  );
}
