/** The top of the page: which program runs, with which seed, and what can be done with it. */

import programs from 'virtual:programs';
import type { Signal } from '@preact/signals';
import type { ProgramCard } from '../programs/program-card.ts';
import { ExportMenu } from './export-menu.tsx';
import type { Session } from './session.ts';

interface Props {
  readonly session: Session;
  readonly isEditing: Signal<boolean>;
}

/** Programs that a newcomer should see first, in this order. */
const FIRST = [
  'side-by-side',
  'fire-and-forget',
  'synchronous-get',
  'asynchronous-callback',
  'lost-ack',
  'leader-crash',
  'in-sync-replicas',
  'overtaking',
];

export function Header({ session, isEditing }: Props) {
  const { card, code, seed } = session;
  const own = code.value !== null;
  const first = FIRST.flatMap((name) => programs.find((program) => program.name === name) ?? []);
  const others = programs.filter(({ name }) => !FIRST.includes(name));
  const choose = (name: string): void => {
    const chosen = programs.find((program) => program.name === name);
    if (chosen !== undefined) session.choose(chosen);
  };
  return (
    <header class="top">
      <h1>
        <Mark /> kafka-trial <span>playground</span>
      </h1>
      <label class="field grows">
        <span>Program</span>
        <select value={own ? '' : card.value?.name} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          {own && <option value="">Your own program</option>}
          <optgroup label="Start here">
            {first.map(({ name, title }) => (
              <option value={name}>{title}</option>
            ))}
          </optgroup>
          <optgroup label="The course">
            {others.filter(isChapter).map(({ name, title }) => (
              <option value={name}>{title}</option>
            ))}
          </optgroup>
          <optgroup label="All scenarios">
            {others
              .filter((program) => !isChapter(program))
              .map(({ name, title }) => (
                <option value={name}>{title}</option>
              ))}
          </optgroup>
        </select>
      </label>
      <label class="field seed">
        <span>Seed</span>
        <input
          type="number"
          step="1"
          value={seed.value}
          onChange={({ currentTarget }) => {
            const value = Number(currentTarget.value);
            if (Number.isSafeInteger(value)) session.setSeed(value);
          }}
        />
      </label>
      <button
        type="button"
        class="button"
        aria-pressed={isEditing.value}
        onClick={() => {
          isEditing.value = !isEditing.value;
        }}
      >
        Edit program
      </button>
      <ExportMenu session={session} />
      <ThemeButton />
    </header>
  );
}

function isChapter({ file }: ProgramCard): boolean {
  return file.startsWith('docs/course/');
}

/** The mark of the page: three ways, one record. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M2 3h6M2 8h9M2 13h4" />
      <circle cx="13" cy="8" r="2" />
    </svg>
  );
}

function ThemeButton() {
  const toggle = (): void => {
    const { dataset } = document.documentElement;
    const isDark =
      dataset.theme === 'dark' || (dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    dataset.theme = isDark ? 'light' : 'dark';
    localStorage.setItem('theme', dataset.theme);
    dispatchEvent(new Event('themechange'));
  };
  return (
    <button
      type="button"
      class="button icon"
      aria-label="Switch between light and dark"
      title="Light or dark"
      onClick={toggle}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
        <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
      </svg>
    </button>
  );
}
