import { cleanup } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

afterEach(cleanup)

// Mantine asks for the reader's colour scheme; happy-dom has none.
window.matchMedia ??= vi
  .fn()
  .mockReturnValue({ matches: false, addEventListener() {}, removeEventListener() {} })

// Mantine watches sizes; nothing has a size here.
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
