import { offline, problemOf, Refused } from './problem'
import type { Blob as Stored } from './types'

/** upload stores a file under the digest of its content; it throws Refused. */
export async function upload(file: File, signal?: AbortSignal): Promise<Stored> {
  const response = await fetch(`/api/v1/blobs?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { 'Content-Type': file.type || 'application/octet-stream' },
    body: file,
    signal,
  }).catch(() => {
    throw new Refused(offline)
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new Refused(problemOf(response.status, answer))
  return answer as Stored
}

/** contentOf is the address of stored content. */
export const contentOf = (digest: string) => `/api/v1/blobs/${encodeURIComponent(digest)}`
