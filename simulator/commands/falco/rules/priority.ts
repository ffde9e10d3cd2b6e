/** The most urgent first: falco's names of syslog's severities. */
const NAMES = ['Emergency', 'Alert', 'Critical', 'Error', 'Warning', 'Notice', 'Informational', 'Debug'] as const;

export type Priority = (typeof NAMES)[number];

/** Undefined: there is no such priority. Models engine/falco_common.cpp parse_priority. */
export function parsePriority(text: string): Priority | undefined {
	const wanted = text.toLowerCase();
	return wanted === 'info' ? 'Informational' : NAMES.find((name) => name.toLowerCase() === wanted);
}

/** 0 is the most urgent. */
export function severityOf(priority: Priority): number {
	return NAMES.indexOf(priority);
}
