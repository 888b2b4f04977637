/** "Firefox · Windows". Pure. */
export const deviceName = ({ browser, system }: { browser: string; system: string }, unknown: string) => [browser, system].filter(Boolean).join(' · ') || unknown
