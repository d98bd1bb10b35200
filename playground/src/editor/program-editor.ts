/** The editor: CodeMirror with the parts that a program of a page needs. */
import { indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup, EditorView } from 'codemirror';

export interface ProgramEditor {
  text(): string;
  focus(): void;
  /** Underlines a line, and says what is wrong with it. @param line from 1 */
  showProblem(line: number, message: string): void;
  clearProblems(): void;
  close(): void;
}

/** The colours are those of the page, so that the editor is light or dark with it. */
const HIGHLIGHTS = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--unsure)' },
  { tag: tags.comment, color: 'var(--ink-soft)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className], color: 'var(--unsure)' },
]);

const THEME = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--panel)', color: 'var(--ink)' },
  '.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--ink-soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
});

export function openEditor(parent: HTMLElement, text: string, run: () => void): ProgramEditor {
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      keymap.of([
        {
          key: 'Mod-Enter',
          run: () => {
            run();
            return true;
          },
        },
        indentWithTab,
      ]),
      basicSetup,
      javascript({ typescript: true }),
      syntaxHighlighting(HIGHLIGHTS),
      THEME,
      EditorView.contentAttributes.of({ 'aria-label': 'Program', tabindex: '0' }),
    ],
  });
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    showProblem: (line, message) => {
      const { from, to } = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
      view.dispatch(setDiagnostics(view.state, [{ from, to, severity: 'error', message }]));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    },
    clearProblems: () => view.dispatch(setDiagnostics(view.state, [])),
    close: () => view.destroy(),
  };
}
