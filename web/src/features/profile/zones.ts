/** The zones one can choose from, with those that the browser's list may lack: `UTC`, or one that was renamed. */
export const zonesWith = (...more: string[]) => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...more])].sort()
