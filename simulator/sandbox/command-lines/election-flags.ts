import { defaultElection, type ElectionSettings } from '../../client/leader-election.ts';
import type { ParsedFlags } from '../../commands/flags.ts';

/** What a component's flags make of its election, or of what its file says of it. Models component-base/config/options BindLeaderElectionFlags. */
export function electionOf(
	{ changed, values }: ParsedFlags,
	component: string,
	configured: ElectionSettings | undefined,
): ElectionSettings | undefined {
	const given = <T>(name: string, otherwise: T): T => (changed.has(name) ? (values[name] as T) : otherwise);
	const settings = configured ?? defaultElection(component);
	if (!given('leader-elect', configured !== undefined)) return undefined;
	return {
		leaseMs: given('leader-elect-lease-duration', settings.leaseMs),
		renewDeadlineMs: given('leader-elect-renew-deadline', settings.renewDeadlineMs),
		retryMs: given('leader-elect-retry-period', settings.retryMs),
		namespace: given('leader-elect-resource-namespace', settings.namespace),
		name: given('leader-elect-resource-name', settings.name),
	};
}
