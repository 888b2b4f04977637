import { generate } from 'lean-qr'
import { useMemo } from 'react'

/** Modules of white that readers need around a code. */
const margin = 4

/** Drawn here: no other server learns the secret. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const code = generate(text)
    let path = ''
    for (let y = 0; y < code.size; y++) for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x + margin} ${y + margin}h1v1h-1z`
    return { size: code.size + 2 * margin, path }
  }, [text])
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} width={220} height={220} shapeRendering="crispEdges" style={{ background: '#fff', borderRadius: 8, maxWidth: '100%' }}>
      <path d={path} fill="#000" />
    </svg>
  )
}
