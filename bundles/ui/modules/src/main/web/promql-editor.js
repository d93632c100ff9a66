// <pharos-promql-editor>: PromQL with colours, completion from this server, and faults as one types.
//
// Property `value`. Events `change` (the text has changed; detail.value) and `execute` (Enter, or
// Ctrl+Enter; detail.value). Shift+Enter begins a new line.
import {
  acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from '@codemirror/commands';
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
import { root } from './lib/api.js';
import { define, takeEarly } from './lib/dom.js';

const COLOURS = HighlightStyle.define([
  { tag: tags.number, color: 'var(--ph-series-6)' },
  { tag: tags.string, color: 'var(--ph-series-3)' },
  { tag: tags.keyword, color: 'var(--ph-series-5)' },
  { tag: tags.function(tags.variableName), color: 'var(--ph-series-1)' },
  { tag: tags.labelName, color: 'var(--ph-series-2)' },
  { tag: tags.operator, color: 'var(--ph-text-muted)' },
  { tag: tags.modifier, color: 'var(--ph-series-5)' },
  { tag: tags.comment, color: 'var(--ph-text-muted)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--ph-error)' },
]);

const LOOK = EditorView.theme({
  '&': { fontSize: '0.875rem', backgroundColor: 'transparent', color: 'var(--ph-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--ph-font-mono)', lineHeight: '1.5' },
  '.cm-content': { padding: '0.34rem 0', caretColor: 'var(--ph-text)' },
  '.cm-line': { padding: '0 0.75rem' },
  '.cm-cursor': { borderLeftColor: 'var(--ph-text)' },
  '.cm-placeholder': { color: 'var(--ph-text-muted)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--ph-accent) 28%, transparent)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--ph-accent-soft)', outline: '1px solid var(--ph-accent)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--ph-surface)', color: 'var(--ph-text)', border: '1px solid var(--ph-border)',
    borderRadius: 'var(--ph-radius)', boxShadow: 'var(--ph-shadow-high)', overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--ph-font-mono)', fontSize: '0.8125rem', maxHeight: '18rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.25rem 0.625rem', lineHeight: '1.4' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--ph-accent-soft)', color: 'var(--ph-text)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700', color: 'var(--ph-accent)' },
  '.cm-completionDetail': { color: 'var(--ph-text-muted)', fontStyle: 'normal', marginLeft: '1.5rem', float: 'right' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-completionInfo': { padding: '0.5rem 0.75rem', fontFamily: 'var(--ph-font)', maxWidth: '22rem' },
  '.cm-diagnostic': { padding: '0.375rem 0.625rem' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--ph-error)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--ph-error) 1px' },
});

class PromqlEditor extends HTMLElement {
  /** @type {EditorView | undefined} */
  view = undefined;
  text = '';

  get value() {
    return this.view ? this.view.state.doc.toString() : this.text;
  }

  set value(text) {
    this.text = text ?? '';
    if (this.view && this.text !== this.value) {
      this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: this.text } });
    }
  }

  connectedCallback() {
    takeEarly(this, 'value');
    this.view = new EditorView({ parent: this, state: EditorState.create({ doc: this.text, extensions: this.extensions() }) });
  }

  disconnectedCallback() {
    this.text = this.value;
    this.view?.destroy();
    this.view = undefined;
    this.replaceChildren();
  }

  focus() {
    this.view?.focus();
  }

  extensions() {
    const promql = new PromQLExtension()
      .activateCompletion(true)
      .activateLinter(true)
      .setComplete({ remote: { url: root().href.replace(/\/$/, ''), httpMethod: 'GET' } });
    return [
      history(), bracketMatching(), closeBrackets(), indentOnInput(), autocompletion({ icons: false }),
      syntaxHighlighting(COLOURS), LOOK, promql.asExtension(), EditorView.lineWrapping,
      placeholder(this.getAttribute('placeholder') ?? 'Enter an expression…'),
      EditorView.contentAttributes.of({ 'aria-label': this.getAttribute('aria-label') ?? 'PromQL expression' }),
      Prec.highest(keymap.of([
        { key: 'Mod-Enter', run: () => this.execute() },
        { key: 'Shift-Enter', run: insertNewlineAndIndent },
        { key: 'Tab', run: acceptCompletion },
      ])),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, { key: 'Enter', run: () => this.execute() },
        ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.tell('change');
      }),
    ];
  }

  execute() {
    this.tell('execute');
    return true;
  }

  /** @param {string} type */
  tell(type) {
    this.dispatchEvent(new CustomEvent(type, { detail: { value: this.value } }));
  }
}

define('pharos-promql-editor', PromqlEditor);
