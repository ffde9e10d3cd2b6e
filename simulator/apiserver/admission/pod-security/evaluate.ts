import { BASELINE_CHECKS } from './baseline-checks.ts';
import type { Check, CheckedPod, Violation } from './check.ts';
import type { LevelVersion } from './policy.ts';
import { RESTRICTED_CHECKS } from './restricted-checks.ts';

/** What a Pod does that the level forbids. Models pod-security-admission/policy checkRegistry.EvaluatePod. */
export function violationsOf(pod: CheckedPod, { level, version }: LevelVersion): Violation[] {
	if (level === 'privileged') return [];
	const minor = version === 'latest' ? Number.POSITIVE_INFINITY : version;
	const baseline = inForce(BASELINE_CHECKS, minor);
	const restricted = level === 'restricted' ? inForce(RESTRICTED_CHECKS, minor) : [];
	const overridden = new Set(restricted.flatMap(({ reading }) => reading.overrides ?? []));
	return [...baseline.filter(({ id }) => !overridden.has(id)), ...restricted]
		.map(({ reading }) => reading.check(pod))
		.filter((violation) => violation !== undefined);
}

type Reading = Check['versions'][number];

function inForce(checks: readonly Check[], minor: number): { readonly id: string; readonly reading: Reading }[] {
	return checks.flatMap(({ id, versions }) => {
		const reading = versions.findLast(({ since }) => since <= minor);
		return reading === undefined ? [] : [{ id, reading }];
	});
}

/** "host namespaces (hostPID=true), privileged (container …)". Models AggregateCheckResult.ForbiddenDetail. */
export function detailsText(violations: readonly Violation[]): string {
	return violations.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
}

/** "host namespaces, privileged". Models ForbiddenReason. */
export function reasonsText(violations: readonly Violation[]): string {
	return violations.map(({ reason }) => reason).join(', ');
}
