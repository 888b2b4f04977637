const kept = ['view', 'at', 'tab']

/** The page that an address belongs to, as it is without anything opened or filtered. Pure. */
export function pageOf({ pathname, search }: { pathname: string; search: string }) {
  const asked = new URLSearchParams(search)
  const next = new URLSearchParams([...asked].filter(([name]) => kept.includes(name)))
  return { pathname: /^\/(inbox|comments)\//.test(pathname) ? pathname.replace(/^(\/[^/]+)\/.*$/, '$1') : pathname, search: next.toString() }
}
