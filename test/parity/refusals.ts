/** Why the server said no, as its message begins with the reason's name: "Forbidden", "Conflict", … */
const REASON = /^Error from server \((\w+)\)/m;

/** Refusals that share a reason with others and count by themselves too. */
const KINDS: readonly (readonly [string, RegExp])[] = [
	['Invalid', /^(?:The \S.* ".*" is invalid|The request is invalid)/m],
	['quota', /exceeded quota/],
	['pod security', /violates PodSecurity/],
];

/** What kinds of refusal by the server a command's stderr holds; none when the server was content. */
export function refusalsIn(stderr: string): string[] {
	const kinds = KINDS.filter(([, sign]) => sign.test(stderr)).map(([kind]) => kind);
	const reason = REASON.exec(stderr)?.[1];
	return reason === undefined || kinds.includes(reason) ? kinds : [...kinds, reason];
}

/** "412 refusals by the server: 120 NotFound, 88 Invalid, …". */
export function describeRefusals(commands: readonly (readonly string[])[]): string {
	const counts = new Map<string, number>();
	for (const kinds of commands) for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
	const parts = [...counts].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${count} ${kind}`);
	return `${commands.filter((kinds) => kinds.length > 0).length} refusals by the server: ${parts.join(', ')}`;
}
