import type { IconName } from '../ui/icons'

/** Place is an entry of the navigation. */
export interface Place {
  path: string
  title: string
  icon: IconName
  /** Letter after G that goes there. */
  letter: string
}

/** places are the screens there are; one that is not built is not listed. */
export const places: Place[] = [
  { path: '/my-work', title: 'My work', icon: 'inbox', letter: 'w' },
  { path: '/releases', title: 'Releases', icon: 'phases', letter: 'r' },
  { path: '/changes', title: 'Changes', icon: 'changes', letter: 'c' },
  { path: '/catalogue', title: 'Catalogue', icon: 'book', letter: 'm' },
]
