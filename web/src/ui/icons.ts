// Icons are drawn on a 16 by 16 grid with a stroke of 1.6 in the colour of the
// text around them. An inner mark on a filled shape takes the surface colour.

const ring = '<circle cx="8" cy="8" r="5.8"/>'
const disc = '<circle cx="8" cy="8" r="5.8" fill="currentColor" stroke="none"/>'

export const icons = {
  // status
  'dashed-ring': '<circle cx="8" cy="8" r="5.5" stroke-dasharray="2.3 2.3"/>',
  ring: '<circle cx="8" cy="8" r="5.5"/>',
  'half-disc':
    '<circle cx="8" cy="8" r="5.5"/><path d="M8 4.5a3.5 3.5 0 0 1 0 7z" fill="currentColor" stroke="none"/>',
  person: '<circle cx="8" cy="5" r="2.7"/><path d="M2.8 14c.4-3 2.4-4.7 5.2-4.7s4.8 1.7 5.2 4.7"/>',
  tick: disc + '<path d="m5.3 8.2 1.9 1.9 3.6-4" stroke="var(--surface)" stroke-width="1.7"/>',
  'ring-tick': ring + '<path d="m5.3 8.2 1.9 1.9 3.6-4"/>',
  triangle: '<path d="M8 2.2 14.3 13H1.7z"/><path d="M8 6.3v3M8 11.2v.1" stroke-width="1.8"/>',
  'late-clock': disc + '<path d="M8 4.7V8l2.3 1.5" stroke="var(--surface)"/>',
  octagon:
    '<path d="M5.6 2.2h4.8l3.4 3.4v4.8l-3.4 3.4H5.6l-3.4-3.4V5.6z"/><path d="M5 8h6" stroke-width="2"/>',
  cross: disc + '<path d="m5.8 5.8 4.4 4.4M10.2 5.8l-4.4 4.4" stroke="var(--surface)" stroke-width="1.6"/>',
  pause: ring + '<path d="M6.3 5.8v4.4M9.7 5.8v4.4"/>',
  snowflake:
    '<path d="M8 1.8v12.4M2.6 4.9l10.8 6.2M13.4 4.9 2.6 11.1M6.3 2.6 8 4.3l1.7-1.7M6.3 13.4 8 11.7l1.7 1.7"/>',
  undo: '<path d="M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6"/>',
  question: ring + '<path d="M6.3 6.3c0-2.3 3.5-2.2 3.5 0 0 1.3-1.8 1.3-1.8 2.5M8 11v.1"/>',
  slash: '<circle cx="8" cy="8" r="5.5"/><path d="m4.2 11.8 7.6-7.6"/>',

  // kinds of step
  task: '<rect x="2.5" y="2.5" width="11" height="11" rx="2.5"/><path d="m5.3 8.2 1.9 1.9 3.6-4"/>',
  bolt: '<path d="M9 1.8 3.5 9H8l-1 5.2L12.5 7H8z"/>',
  gate: '<path d="m8 1.8 6.2 6.2L8 14.2 1.8 8z"/>',
  handoff: '<path d="M2 5.5h10.5M10 3l2.5 2.5L10 8M14 10.5H3.5M6 8l-2.5 2.5L6 13"/>',
  clock: ring + '<path d="M8 4.7V8l2.3 1.5"/>',
  document: '<path d="M4 1.8h5.5L12.5 5v9.2H4zM9.3 1.8V5h3.2M6 8.5h4.5M6 11h4.5"/>',

  // places
  inbox: '<path d="M2 9.5 4 3h8l2 6.5V13H2zM2 9.5h3.5l1 1.8h3l1-1.8H14"/>',
  phases: '<path d="M2 4h3M7 4h7M2 8h6M10 8h4M2 12h4M8 12h6"/>',
  calendar: '<rect x="2" y="3" width="12" height="11" rx="1.5"/><path d="M2 6.5h12M5.5 1.5v3M10.5 1.5v3"/>',
  changes: '<path d="M3 5h9M9.5 2.5 12 5 9.5 7.5M13 11H4M6.5 8.5 4 11l2.5 2.5"/>',
  book: '<path d="M3 2.5h8.5a1.5 1.5 0 0 1 1.5 1.5v9.5H4.5A1.5 1.5 0 0 1 3 12zM3 12a1.5 1.5 0 0 1 1.5-1.5H13"/>',
  box: '<path d="m8 1.8 5.5 3v6.4L8 14.2l-5.5-3V4.8zM2.5 4.8 8 8l5.5-3.2M8 8v6.2"/>',
  chart: '<path d="M2.5 2v11.5H14M5.5 11V7.5M8.5 11V4.5M11.5 11V6"/>',
  shield: '<path d="M8 1.8 13 3.6v4c0 3-2.1 5.3-5 6.6-2.9-1.3-5-3.6-5-6.6v-4zM5.8 8l1.6 1.6 3-3.2"/>',
  filter: '<path d="M2 3.5h12M4.5 8h7M7 12.5h2"/>',
  organization: '<path d="M3 14.2V3h6v11.2M9 7h4v7.2M1.5 14.2h13M5 6h2M5 9h2M11 10h.1"/>',

  // acts and marks
  search: '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
  check: '<path d="m3 8.5 3.3 3.3L13 5"/>',
  plus: '<path d="M8 3v10M3 8h10"/>',
  up: '<path d="M8 13.5v-11M4 6.5l4-4 4 4"/>',
  down: '<path d="M3.5 6 8 10.5 12.5 6"/>',
  right: '<path d="m6 3.5 4.5 4.5L6 12.5"/>',
  left: '<path d="M10 3.5 5.5 8l4.5 4.5"/>',
  pin: '<path d="M6 2.2h4l-.5 4.3 2.5 2.3H4l2.5-2.3zM8 8.8v5.2"/>',
  flag: '<path d="M4 14.2V2.5h8.5L10.5 5.7l2 3.3H4"/>',
  eye: '<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z"/><circle cx="8" cy="8" r="1.9"/>',
  play: '<path d="M5 3v10l8-5z"/>',
  download: '<path d="M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11"/>',
  attach: '<path d="M11.5 6.5 7 11a2 2 0 0 1-2.9-2.9l5.2-5.2a3 3 0 0 1 4.3 4.3l-5.5 5.5"/>',
  mail: '<rect x="2" y="3.5" width="12" height="9" rx="1.5"/><path d="m2.5 4.5 5.5 4.5 5.5-4.5"/>',
  compare: '<path d="M8 2.5v6M5 5.5h6M5 12.5h6"/>',
  more: '<path d="M3.5 8h.1M8 8h.1M12.5 8h.1" stroke-width="2.4"/>',
  keyboard:
    '<rect x="1.5" y="4" width="13" height="8.5" rx="1.5"/><path d="M4 7h.1M6.7 7h.1M9.3 7h.1M12 7h.1M5 9.8h6"/>',
  sun: '<circle cx="8" cy="8" r="2.8"/><path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9"/>',
  moon: '<path d="M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z"/>',
  leave: '<path d="M6.5 2.5H3v11h3.5M6.5 8H14M11 5l3 3-3 3"/>',
} as const

export type IconName = keyof typeof icons
