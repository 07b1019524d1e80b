/** browserZone is the IANA zone this machine is set to now; it changes when its owner travels. */
export const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
