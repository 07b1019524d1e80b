interface Props {
  size?: number
}

/** Brand is the sign of Headgate: a gate in a channel. */
export function Brand({ size = 20 }: Props) {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M4 2v16M16 2v16M4 5h12" />
      <path d="M7 9h6M7 12h6" strokeWidth="2.6" />
      <path d="M1.5 17.5h3M15.5 17.5h3" />
    </svg>
  )
}
