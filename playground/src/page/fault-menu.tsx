/** The menu of faults at a message, a broker or a client. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { choicesFor, type Target } from '../faults/choices.ts';
import { duration } from '../history/captions.ts';
import type { Branch } from './branch.ts';
import type { Session } from './session.ts';

export interface OpenMenu {
  readonly target: Target;
  /** Where what was clicked is. */
  readonly at: DOMRect;
  readonly opener: HTMLElement;
}

interface Props {
  readonly session: Session;
  readonly branch: Branch;
  readonly menu: OpenMenu;
  readonly close: () => void;
}

const WIDTH = 320;

export function FaultMenu({ session, branch, menu, close }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const atMs = session.player.atMs(branch);
  const brokers = branch.roster.value.brokers.map(({ id }) => id);
  const choices = choicesFor(menu.target, atMs, brokers);
  // Before the next key is pressed, the menu has the focus.
  useLayoutEffect(() => {
    (element.current?.querySelector('button') as HTMLElement | null)?.focus();
    const outside = ({ target }: Event): void => {
      if (!element.current?.contains(target as Node)) close();
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [menu]);

  const pressed = (event: KeyboardEvent): void => {
    const buttons = [...(element.current?.querySelectorAll('button') ?? [])];
    const focused = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const moves: Readonly<Record<string, number>> = { ArrowDown: focused + 1, ArrowUp: focused - 1, Home: 0, End: -1 };
    const move = moves[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (move !== undefined) buttons.at(move % buttons.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const left = Math.max(8, Math.min(menu.at.left, innerWidth - WIDTH - 8));
  const isLow = menu.at.bottom > innerHeight * 0.6;
  const vertical = isLow ? { bottom: `${innerHeight - menu.at.top + 6}px` } : { top: `${menu.at.bottom + 6}px` };
  return (
    <div
      class="fault-menu"
      role="menu"
      aria-label={titleOf(menu.target)}
      ref={element}
      onKeyDown={pressed}
      style={{ left: `${left}px`, width: `${WIDTH}px`, ...vertical }}
    >
      <p aria-hidden="true">
        {titleOf(menu.target)} <small>at {duration(atMs)}</small>
      </p>
      {choices.length === 0 && (
        <button type="button" role="menuitem" onClick={close}>
          No fault can be injected here
        </button>
      )}
      {choices.map(({ label, hint, faults }) => (
        <button
          type="button"
          role="menuitem"
          key={label}
          onClick={() => {
            close();
            session.fork(faults);
          }}
        >
          {label}
          <small>{hint}</small>
        </button>
      ))}
    </div>
  );
}

function titleOf(target: Target): string {
  if (target.kind === 'broker') return `broker-${target.id}`;
  if (target.kind === 'client') return `Links of ${target.name}`;
  const { api, direction, from, to } = target.message;
  return `${api} ${direction}, ${from} to ${to}`;
}
