import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render as renderBare } from '@testing-library/react'
import type { ReactNode } from 'react'
import { ReaderProvider } from '../time/Reader'
import { cssVariables, theme } from '../theme/theme'

/** storyAt is the instant at which components are tested: Wed 25 Nov 2026 14:06 in Berlin. */
export const storyAt = new Date('2026-11-25T13:06:00Z')

/** render puts a component on a page as the application does, at storyAt and without a server. */
export function render(children: ReactNode) {
  return renderBare(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { enabled: false } } })}>
        <ReaderProvider at={storyAt} zone="Europe/Berlin">
          {children}
        </ReaderProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
}
