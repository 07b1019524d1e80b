import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'

/** Document shows a text with line numbers and the colours of YAML; it cannot be changed. */
export default function Document({ name, text }: { name: string; text: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const state = EditorState.create({ doc: text, extensions: [...looks, labelled(name)] })
    const view = new EditorView({ state, parent: place.current! })
    void document.fonts.ready.then(() => view.requestMeasure()) // lines are measured in the font they get
    return () => view.destroy()
  }, [name, text])
  return <div ref={place} />
}

const labelled = (name: string) =>
  EditorView.contentAttributes.of({
    'aria-label': `Text of ${name}`,
    'aria-readonly': 'true',
    tabindex: '0', // not editable, but the keyboard must reach it to scroll
  })

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--syn-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--syn-val)' },
  { tag: tags.comment, color: 'var(--text-3)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--text-2)' },
])

const looks = [
  lineNumbers(),
  yaml(),
  syntaxHighlighting(colours),
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.theme({
    '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', borderRadius: '0 0 8px 8px' },
    '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
    '.cm-scroller': {
      maxHeight: '560px',
      overflow: 'auto',
      fontFamily: 'var(--mono)',
      fontSize: '12px',
      lineHeight: '19px',
      letterSpacing: '-0.01em',
    },
    // Out of sight nothing is measured, and numbers would be spaced by a guess; lines do not wrap.
    '.cm-gutterElement + .cm-gutterElement': { minHeight: '19px' },
    '.cm-gutters': {
      color: 'var(--text-3)',
      backgroundColor: 'var(--surface)',
      border: '0',
      paddingLeft: '12px',
    },
  }),
]
