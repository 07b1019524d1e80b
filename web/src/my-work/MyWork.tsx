import { Page } from '../shell/Page'

export function MyWork() {
  return <Page title="My work">{null}</Page>
}
