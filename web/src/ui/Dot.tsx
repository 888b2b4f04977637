/** A colour that somebody gave to something. Decorative: the name stands beside it. */
export const Dot = ({ color, size = 9 }: { color: string; size?: number }) => (
  <span aria-hidden style={{ display: 'inline-block', flex: 'none', width: size, height: size, borderRadius: '50%', background: color, boxShadow: '0 0 0 1px var(--line)' }} />
)
