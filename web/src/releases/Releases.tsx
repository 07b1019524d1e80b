import { Page } from '../shell/Page'

export function Releases() {
  return <Page title="Releases">{null}</Page>
}
