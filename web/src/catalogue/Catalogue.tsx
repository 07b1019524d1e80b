import { Page } from '../shell/Page'

export function Catalogue() {
  return <Page title="Catalogue">{null}</Page>
}
