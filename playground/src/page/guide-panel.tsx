/** What the program shows, what the signs of the picture mean, and the keys. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { pointOf } from '../programs/program-card.ts';
import type { Session } from './session.ts';

export function GuidePanel({ session }: { readonly session: Session }) {
  const card = session.card.value;
  const own = session.code.value !== null;
  const point = useSignal('');
  useEffect(() => {
    let isGone = false;
    void session.source().then((text) => {
      if (!isGone) point.value = pointOf(text);
    });
    return () => {
      isGone = true;
    };
  }, [card]);
  return (
    <div class="guide">
      {!own && card !== null && (
        <>
          <h2>{card.title}</h2>
          <p>{point}</p>
        </>
      )}
      {own && (
        <>
          <h2>Your own program</h2>
          <p>It runs here, in this page, with the same library as your tests. Nothing leaves this machine.</p>
        </>
      )}
      <h3>How to read the picture</h3>
      <dl class="legend">
        <dt>
          <span class="thread free">free</span>
        </dt>
        <dd>The line of the program: it goes on, or waits in a call.</dd>
        <dt>
          <span class="thread blocked">waits</span>
        </dt>
        <dd>It is blocked, and the timeline shows how long.</dd>
        <dt>
          <span class="slots">
            <i class="taken" />
            <i class="other" />
            <i />
          </span>
        </dt>
        <dd>Requests in flight on a connection: Produce, others, free places.</dd>
        <dt>
          <span class="record acknowledged">A</span>
        </dt>
        <dd>Hollow: the record is acknowledged, but the program does not know.</dd>
        <dt>
          <span class="record acknowledged learned">A</span>
        </dt>
        <dd>Filled: the program has learned it, by get() or a callback.</dd>
        <dt>
          <ol class="log">
            <li class="cell" style={{ '--epoch': 'var(--epoch-0)', '--epoch-soft': 'var(--epoch-0-soft)' }}>
              <i>A</i>7
            </li>
            <li class="cell hidden" style={{ '--epoch': 'var(--epoch-1)', '--epoch-soft': 'var(--epoch-1-soft)' }}>
              <i>B</i>8
            </li>
          </ol>
        </dt>
        <dd>
          Records in a log. The colour is the epoch of the leader; striped ones are above the high watermark, so
          consumers cannot read them yet.
        </dd>
        <dt>
          <span class="copy-sign">×2</span>
        </dt>
        <dd>A duplicate: the same record is stored before.</dd>
      </dl>
      <h3>Time</h3>
      <p>
        The clock is virtual. Within one ms there may be many steps, and then none for thirty seconds; the player gives
        each step the time that it takes to read it, and shortens the gaps.
      </p>
      <h3>Keys</h3>
      <dl class="keys">
        <dt>
          <kbd>Space</kbd>
        </dt>
        <dd>play, pause</dd>
        <dt>
          <kbd>←</kbd> <kbd>→</kbd>
        </dt>
        <dd>step back, step forward</dd>
        <dt>
          <kbd>Home</kbd> <kbd>End</kbd>
        </dt>
        <dd>beginning, end</dd>
      </dl>
    </div>
  );
}
