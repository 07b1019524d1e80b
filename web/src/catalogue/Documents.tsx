import { Tabs } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { SourceFile } from '../api/types'
import { Card } from '../ui/Card'
import { Skeleton } from '../ui/Skeleton'
import classes from './Documents.module.css'

// The editor is large and below the fold.
const Document = lazy(() => import('./Document'))

/** Documents shows the text of a model and of those it is built from, nearest first. */
export function Documents({ files }: { files: SourceFile[] }) {
  const [shown, setShown] = useState<string | null>(files[0]?.name ?? null)
  const file = files.find((f) => f.name === shown) ?? files[0]
  if (!file) return null
  return (
    <Card
      title="Document"
      aside={<span className="s12 t3">{file.text.trimEnd().split('\n').length} lines</span>}
      bare
    >
      <Tabs value={file.name} onChange={setShown} keepMounted={false} classNames={classes}>
        <Tabs.List aria-label="Files">
          {files.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {files.map(({ name, text }) => (
          <Tabs.Panel key={name} value={name}>
            <Suspense fallback={<Skeleton rows={6} />}>
              <Document name={name} text={text} />
            </Suspense>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Card>
  )
}
