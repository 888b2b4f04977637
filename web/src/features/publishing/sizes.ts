const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** "3.4 MB". Pure. */
export function bytes(size: number, locale: string): string {
  const power = Math.min(Math.floor(Math.log(Math.max(size, 1)) / Math.log(1_000)), units.length - 1)
  return new Intl.NumberFormat(locale, { style: 'unit', unit: units[power] ?? 'byte', unitDisplay: 'short', maximumFractionDigits: power > 1 ? 1 : 0 }).format(size / 1_000 ** power)
}
