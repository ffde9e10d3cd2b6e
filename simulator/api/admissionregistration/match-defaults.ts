import type { MatchResources } from './types.ts';

/** Models pkg/apis/admissionregistration/v1 SetDefaults_MatchResources, SetDefaults_Rule. */
export function applyMatchDefaults(match: MatchResources | undefined): void {
	if (match === undefined) return;
	match.matchPolicy ??= 'Equivalent';
	match.namespaceSelector ??= {};
	match.objectSelector ??= {};
	for (const rule of [...(match.resourceRules ?? []), ...(match.excludeResourceRules ?? [])]) rule.scope ??= '*';
}
