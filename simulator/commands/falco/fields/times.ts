const SECOND = 1_000_000_000n;
const MS = 1_000_000n;

/** "09:12:44.123456789". Nodes keep UTC. */
export function timeOfDay(atNs: bigint, nanoseconds: boolean): string {
	const seconds = iso(atNs).slice(11, 19);
	return nanoseconds ? `${seconds}.${fraction(atNs)}` : seconds;
}

/** "2026-03-02T09:12:44.123456789+0000". */
export function localTime(atNs: bigint): string {
	return `${iso(atNs).slice(0, 19)}.${fraction(atNs)}+0000`;
}

/** "2026-03-02 09:12:44.123456789". */
export function dateTime(atNs: bigint, nanoseconds: boolean): string {
	return `${iso(atNs).slice(0, 10)} ${timeOfDay(atNs, nanoseconds)}`;
}

/** "2026-03-02T09:12:44.123456789Z". */
export function jsonTime(atNs: bigint): string {
	return `${iso(atNs).slice(0, 19)}.${fraction(atNs)}Z`;
}

function iso(atNs: bigint): string {
	return new Date(Number(atNs / MS)).toISOString();
}

function fraction(atNs: bigint): string {
	return String(atNs % SECOND).padStart(9, '0');
}
