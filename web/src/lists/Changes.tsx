import { Act } from '../ui/Act'

/** Changes offers the order that waits; nothing when none does. */
export function Changes({ count, onAccept }: { count: number; onAccept: () => void }) {
  return (
    <span role="status">
      {count > 0 && (
        <Act onClick={onAccept}>
          {count} {count === 1 ? 'change' : 'changes'}
        </Act>
      )}
    </span>
  )
}
