import { offsetAt, timeZone } from './time-zones.ts';

/** Where the clock on the wall is ahead of UTC, and what its time is called. */
export interface LocalZone {
	offsetAt(utcMs: number): number;
	nameAt(utcMs: number): string;
}

/** Names of a zone's times: in winter, in summer. Of others the offset is the name ("+03"), as in the tz database. */
const NAMES: ReadonlyMap<string, string> = new Map(
	Object.entries({
		KST: 'Asia/Seoul ROK',
		JST: 'Asia/Tokyo Japan',
		CST: 'Asia/Shanghai Asia/Taipei PRC ROC America/Costa_Rica',
		HKT: 'Asia/Hong_Kong',
		IST: 'Asia/Kolkata Asia/Calcutta',
		PKT: 'Asia/Karachi',
		PST: 'Asia/Manila',
		WIB: 'Asia/Jakarta',
		'IST/IDT': 'Asia/Jerusalem',
		MSK: 'Europe/Moscow',
		'GMT/BST': 'Europe/London GB',
		'GMT/IST': 'Europe/Dublin',
		'WET/WEST': 'Europe/Lisbon',
		'CET/CEST':
			'Europe/Paris Europe/Berlin Europe/Madrid Europe/Rome Europe/Vienna Europe/Zurich Europe/Amsterdam Europe/Brussels Europe/Prague Europe/Warsaw Europe/Budapest Europe/Stockholm Europe/Oslo Europe/Copenhagen CET',
		'EET/EEST': 'Europe/Athens Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Bucharest Europe/Sofia Africa/Cairo EET',
		SAST: 'Africa/Johannesburg',
		WAT: 'Africa/Lagos',
		EAT: 'Africa/Nairobi',
		'EST/EDT': 'America/New_York America/Toronto America/Detroit US/Eastern EST5EDT',
		'CST/CDT': 'America/Chicago US/Central CST6CDT America/Winnipeg',
		'MST/MDT': 'America/Denver US/Mountain MST7MDT America/Edmonton',
		MST: 'America/Phoenix',
		'PST/PDT': 'America/Los_Angeles America/Vancouver US/Pacific PST8PDT',
		'AKST/AKDT': 'America/Anchorage',
		HST: 'Pacific/Honolulu',
		'AEST/AEDT': 'Australia/Sydney Australia/Melbourne',
		AEST: 'Australia/Brisbane',
		AWST: 'Australia/Perth',
		'NZST/NZDT': 'Pacific/Auckland',
		UTC: 'UTC Etc/UTC Universal Zulu Etc/Zulu UCT',
		GMT: 'GMT Etc/GMT Greenwich',
	}).flatMap(([names, zones]) => zones.split(' ').map((zone) => [zone, names] as const)),
);

/** By what TZ says: "Asia/Seoul", "KST-9", "EST5EDT"; UTC without it. What is no zone is UTC under its own name, as the C library has it. */
export function zoneNamed(tz: string): LocalZone {
	const name = tz.replace(/^:/, '');
	const zone = name === '' ? undefined : timeZone(name);
	if (zone !== undefined) {
		const [winter, summer = winter] = (NAMES.get(name) ?? '').split('/');
		return {
			offsetAt: (utcMs) => offsetAt(zone, utcMs),
			nameAt: (utcMs) => {
				const offset = offsetAt(zone, utcMs);
				return (offset === zone.standardMs ? winter : summer) || offsetName(offset);
			},
		};
	}
	const posix = /^([A-Za-z]{3,}|<[^>]+>)([-+]?\d{1,2})(?::(\d{2}))?/.exec(name);
	const sign = posix?.[2]?.startsWith('-') ? 1 : -1;
	const offset =
		posix === null ? 0 : sign * (Math.abs(Number(posix[2])) * 3_600_000 + Number(posix[3] ?? '0') * 60_000);
	const shown = posix?.[1]?.replace(/[<>]/g, '') ?? /^[A-Za-z]{3,}/.exec(name)?.[0] ?? 'UTC';
	return { offsetAt: () => offset, nameAt: () => shown };
}

/** "+0900", as strftime's %z has it. */
export function offsetDigits(offsetMs: number): string {
	const minutes = Math.round(Math.abs(offsetMs) / 60_000);
	const two = (value: number): string => String(value).padStart(2, '0');
	return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

/** "+09", "+0530". */
function offsetName(offsetMs: number): string {
	return offsetDigits(offsetMs).replace(/00$/, '');
}
