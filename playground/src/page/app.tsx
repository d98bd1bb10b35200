/** The page: its regions, and the keys that work everywhere. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Branches } from './branches.tsx';
import { Header } from './header.tsx';
import { Problem } from './problem.tsx';
import type { Session } from './session.ts';
import { SidePanel } from './side-panel.tsx';
import { Stage } from './stage.tsx';
import { Transport } from './transport.tsx';
import { Verdict } from './verdict.tsx';

export function App({ session }: { readonly session: Session }) {
  const isEditing = useSignal(false);
  useKeys(session);
  useAddress(session);
  const branch = session.current.value;
  // A violation is an outcome, which is shown below the branches; other problems come first.
  const isViolated = branch?.outcome.value?.isViolation === true;
  return (
    <>
      {/* A link would change what follows # in the address, which is the run. */}
      <button type="button" class="skip" onClick={() => document.getElementById('transport')?.focus()}>
        Skip to the player
      </button>
      <Header session={session} isEditing={isEditing} />
      {session.linkProblem.value !== null && (
        <p class="notice" role="alert">
          {session.linkProblem.value}
        </p>
      )}
      <div class="workspace">
        <main class="theatre">
          <Verdict session={session} />
          {!isViolated && <Problem session={session} isEditing={isEditing} />}
          {branch === null ? null : (
            <>
              <Stage session={session} branch={branch} key={branch.id} />
              <Transport session={session} branch={branch} />
              <Branches session={session} />
              {isViolated && <Problem session={session} isEditing={isEditing} />}
            </>
          )}
        </main>
        <SidePanel session={session} isEditing={isEditing} />
      </div>
    </>
  );
}

const FIELDS = 'input, select, textarea, [contenteditable="true"], .cm-editor, [role="menu"]';

/** Space plays and pauses, the arrow keys step, Home and End go to the ends; not while something is being typed. */
function useKeys(session: Session): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const branch = session.current.value;
      const target = event.target as Element | null;
      const isTyping = target?.closest(FIELDS) !== null && target?.closest('.scrubber') === null;
      if (branch === null || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const { player } = session;
      const isButton = target?.closest('button, a, summary, [role="tab"]') !== null;
      if (event.key === ' ' && !isButton) player.toggle(branch);
      else if (event.key === 'ArrowRight' && target?.closest('[role="tab"]') === null) player.step(branch, 1);
      else if (event.key === 'ArrowLeft' && target?.closest('[role="tab"]') === null) player.step(branch, -1);
      else if (event.key === 'Home') player.goTo(branch, 0);
      else if (event.key === 'End') player.goTo(branch, branch.history.steps.length - 1);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [session]);
}

/** Keeps the address up to date, so that it can be copied at any time; while the film runs it stays as it is. */
function useAddress(session: Session): void {
  useSignalEffect(() => {
    const { card, code, seed, settings, versions, current, player } = session;
    const hasRun = current.value !== null && (card.value !== null || code.value !== null);
    // Everything that the link consists of is read here, so that a change of it counts.
    const state = [player.isPlaying.value, seed.value, settings.value, versions.value, player.index.value];
    if (!hasRun || state[0] === true || player.index.value < 0) return;
    const timer = setTimeout(async () => history.replaceState(null, '', `#${await session.link(true)}`), 200);
    return () => clearTimeout(timer);
  });
}
