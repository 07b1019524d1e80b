import './theme/mantine.css'
import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import './theme/tokens.css'
import './theme/base.css'

import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { asProblem } from './api/problem'
import { makeRouter } from './router'
import { KeysProvider } from './shell/Keys'
import { cssVariables, theme } from './theme/theme'

const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { state }) => state.data !== undefined && logInAgain(error),
  }),
  mutationCache: new MutationCache({ onError: logInAgain }),
  defaultOptions: {
    queries: {
      staleTime: 15_000, // the stream says what changed before that
      retry: (failures, error) => asProblem(error).code === 'offline' && failures < 2,
    },
  },
})
const router = makeRouter(queries)

/** logInAgain leads to the login, and from there back here, when the session has ended. */
function logInAgain(error: unknown) {
  const { href, pathname } = router.state.location
  if (asProblem(error).status === 401 && pathname !== '/login')
    void router.navigate({ to: '/login', search: { to: href, ended: true } })
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <KeysProvider>
          <RouterProvider router={router} />
        </KeysProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
