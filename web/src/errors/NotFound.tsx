import { useNavigate } from '@tanstack/react-router'
import { Page } from '../shell/Page'
import { Act } from '../ui/Act'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { Kbd } from '../ui/Kbd'

/** NotFound stands where no page is. */
export function NotFound() {
  const navigate = useNavigate()
  return (
    <Page title="Not here">
      <Card bare>
        <Empty
          title="There is no page at this address"
          acts={<Act onClick={() => void navigate({ to: '/my-work' })}>My work</Act>}
        >
          The link may be old, or the thing it names may be kept from you. <Kbd>Ctrl K</Kbd> finds anything
          you may see.
        </Empty>
      </Card>
    </Page>
  )
}
