import { formatRfc1123Z, mustParseTime } from '../../machinery/timestamp.ts';

/** Go's zero time. */
const UNSET = 'Mon, 01 Jan 0001 00:00:00 +0000';

/** "Fri, 20 Nov 2026 09:00:00 +0000" of an RFC 3339 time. */
export function timeText(timestamp: string | null | undefined): string {
	return timestamp === undefined || timestamp === null ? UNSET : formatRfc1123Z(mustParseTime(timestamp));
}
