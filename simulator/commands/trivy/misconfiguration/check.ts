import type { Severity } from '../advisories.ts';

/** Something that a file should not have. Texts of what to do are our own. */
export interface Misconfiguration {
	/** "AVD-DS-0002". */
	readonly id: string;
	readonly severity: Severity;
	readonly title: string;
	/** What is wrong here. */
	readonly message: string;
	readonly description: string;
}

/** One file and what was found in it. */
export interface CheckedFile {
	/** Below the folder that was looked at: "deploy/pod.yaml". */
	readonly target: string;
	readonly type: 'dockerfile' | 'kubernetes';
	/** How many checks there are. */
	readonly tests: number;
	readonly failures: readonly Misconfiguration[];
}

/** A check as one literal: what it says, and where it does not hold. */
export interface Check<T> {
	readonly id: string;
	readonly severity: Severity;
	readonly title: string;
	readonly description: string;
	/** A message a place where it fails. */
	readonly failures: (subject: T) => readonly string[];
}

/** "ID|SEVERITY|title|description" of a table. */
export function checkOf<T>(head: string, failures: (subject: T) => readonly string[]): Check<T> {
	const [id = '', severity = '', title = '', description = ''] = head.split('|');
	return { id, severity: severity as Severity, title, description, failures };
}

export function runChecks<T>(checks: readonly Check<T>[], subject: T): Misconfiguration[] {
	return checks.flatMap(({ id, severity, title, description, failures }) =>
		failures(subject).map((message) => ({ id, severity, title, message, description })),
	);
}
