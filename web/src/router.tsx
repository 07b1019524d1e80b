import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { asProblem } from './api/problem'
import { me } from './api/queries'
import { readTab } from './cockpit/tabs'
import { Crash } from './errors/Crash'
import { NotFound } from './errors/NotFound'
import { Login } from './login/Login'
import { readSearch } from './releases/search'
import { Shell } from './shell/Shell'
import type { Crumb } from './shell/TopBar'

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
  interface StaticDataRouteOption {
    /** Where this page stands, from the outside in; of a page with parameters, by them. */
    crumb?: Crumb[] | ((params: Record<string, string>) => Crumb[])
    /** Asks for width: the navigation is a rail. */
    wide?: boolean
  }
}

interface Context {
  queries: QueryClient
}

const root = createRootRouteWithContext<Context>()({ errorComponent: Crash })

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: Login,
  // Only a path of this application may be gone back to.
  validateSearch: ({ to, ended }: Record<string, unknown>): { to?: string; ended?: true } => ({
    ...(typeof to === 'string' && /^\/(?!\/)/.test(to) && { to }),
    ...(ended === true && { ended }),
  }),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  errorComponent: Crash,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(me)
    } catch (error) {
      if (asProblem(error).status !== 401) throw error
      throw redirect({ to: '/login', search: { to: location.href } })
    }
  },
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/my-work' })
  },
})

const myWork = createRoute({
  getParentRoute: () => shell,
  path: '/my-work',
  component: lazyRouteComponent(() => import('./my-work/MyWork'), 'MyWork'),
  staticData: { crumb: [{ title: 'My work' }] },
})

const releases = createRoute({
  getParentRoute: () => shell,
  path: '/releases',
  component: lazyRouteComponent(() => import('./releases/Releases'), 'Releases'),
  validateSearch: readSearch,
  staticData: { crumb: [{ title: 'Releases' }] },
})

const changes = createRoute({
  getParentRoute: () => shell,
  path: '/changes',
  component: lazyRouteComponent(() => import('./releases/Releases'), 'ChangeList'),
  validateSearch: readSearch,
  staticData: { crumb: [{ title: 'Changes' }] },
})

const cockpitOf = (kind: 'releases' | 'changes', title: string) =>
  createRoute({
    getParentRoute: () => shell,
    path: `/${kind}/$id`,
    component: lazyRouteComponent(() => import('./cockpit/Cockpit'), 'Cockpit'),
    validateSearch: readTab,
    staticData: {
      wide: true,
      crumb: ({ id = '' }) => [{ title, to: `/${kind}` }, { title: id }],
    },
  })
const release = cockpitOf('releases', 'Releases')
const change = cockpitOf('changes', 'Changes')

const catalogue = createRoute({
  getParentRoute: () => shell,
  path: '/catalogue',
  component: lazyRouteComponent(() => import('./catalogue/Catalogue'), 'Catalogue'),
})

const modelList = createRoute({
  getParentRoute: () => catalogue,
  path: '/',
  component: lazyRouteComponent(() => import('./catalogue/ModelList'), 'ModelList'),
  staticData: { crumb: [{ title: 'Catalogue' }] },
})

const modelPage = createRoute({
  getParentRoute: () => catalogue,
  path: '$ref',
  component: lazyRouteComponent(() => import('./catalogue/ModelPage'), 'ModelPage'),
  staticData: { crumb: ({ ref = '' }) => [{ title: 'Catalogue', to: '/catalogue' }, { title: ref }] },
})

const stepOf = (kind: 'releases' | 'changes', title: string) =>
  createRoute({
    getParentRoute: () => shell,
    path: `/${kind}/$id/steps/$place`,
    component: lazyRouteComponent(() => import('./step/StepPage'), 'StepPage'),
    staticData: {
      crumb: ({ id = '', place = '' }) => [
        { title, to: `/${kind}` },
        { title: id, to: `/${kind}/${id}` },
        { title: place },
      ],
    },
  })
const releaseStep = stepOf('releases', 'Releases')
const changeStep = stepOf('changes', 'Changes')

// Any other address, so that the navigation stands around it.
const nowhere = createRoute({
  getParentRoute: () => shell,
  path: '$',
  component: NotFound,
  staticData: { crumb: [{ title: 'Not here' }] },
})

// What every screen is made of, for those who build screens; not in a build.
const workshop = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: '/foundations',
        component: lazyRouteComponent(() => import('./foundations/Foundations'), 'Foundations'),
      }),
    ]
  : []

const screens = [
  home,
  login,
  shell.addChildren([
    myWork,
    releases,
    changes,
    release,
    change,
    releaseStep,
    changeStep,
    catalogue.addChildren([modelList, modelPage]),
    nowhere,
  ]),
]

/** makeRouter builds the table of pages. */
export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([...screens, ...workshop]),
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}
