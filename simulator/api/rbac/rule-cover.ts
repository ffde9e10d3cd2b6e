import type { PolicyRule, Subject } from './types.ts';

/**
 * The parts of `wanted` (one verb, one resource and one name each) that no rule of `owned` allows.
 * Models component-helpers/auth/rbac/validation Covers.
 */
export function uncoveredRules(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
	return wanted.flatMap(singleRules).filter((rule) => !owned.some((each) => covers(each, rule)));
}

function singleRules(rule: PolicyRule): PolicyRule[] {
	const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule;
	const out: PolicyRule[] = [];
	for (const group of apiGroups) {
		for (const resource of resources) {
			for (const verb of verbs) {
				const single = { verbs: [verb], apiGroups: [group], resources: [resource] };
				if (resourceNames.length === 0) out.push(single);
				for (const name of resourceNames) out.push({ ...single, resourceNames: [name] });
			}
		}
	}
	for (const url of nonResourceURLs) for (const verb of verbs) out.push({ verbs: [verb], nonResourceURLs: [url] });
	return out;
}

function covers(owner: PolicyRule, single: PolicyRule): boolean {
	const verb = single.verbs[0] as string;
	if (!owner.verbs.includes('*') && !owner.verbs.includes(verb)) return false;
	const [url] = single.nonResourceURLs ?? [];
	if (url !== undefined) return (owner.nonResourceURLs ?? []).some((each) => urlCovers(each, url));
	const [group, resource] = [single.apiGroups?.[0] as string, single.resources?.[0] as string];
	const groups = owner.apiGroups ?? [];
	if (!groups.includes('*') && !groups.includes(group)) return false;
	if (!(owner.resources ?? []).some((each) => resourceCovers(each, resource))) return false;
	const names = owner.resourceNames ?? [];
	const [name] = single.resourceNames ?? [];
	return names.length === 0 || (name !== undefined && names.includes(name));
}

function urlCovers(owned: string, wanted: string): boolean {
	return owned === '*' || owned === wanted || (owned.endsWith('*') && wanted.startsWith(owned.slice(0, -1)));
}

/** A resource may be "*" or "*" with a subresource. */
function resourceCovers(owned: string, wanted: string): boolean {
	if (owned === '*' || owned === wanted) return true;
	const slash = wanted.indexOf('/');
	return slash >= 0 && owned === `*${wanted.slice(slash)}`;
}

/** As Go's %+v prints a rule. */
export function goRule(rule: PolicyRule): string {
	const list = (items: readonly string[] | undefined): string => `[${(items ?? []).join(' ')}]`;
	return `{Verbs:${list(rule.verbs)} APIGroups:${list(rule.apiGroups)} Resources:${list(rule.resources)} ResourceNames:${list(rule.resourceNames)} NonResourceURLs:${list(rule.nonResourceURLs)}}`;
}

/** As Go's %+v prints a subject. */
export function goSubject({ kind, apiGroup, name, namespace }: Subject): string {
	return `{Kind:${kind} APIGroup:${apiGroup ?? ''} Name:${name} Namespace:${namespace ?? ''}}`;
}

/**
 * Joins the verbs of rules for the same resource or name; the others stay as they are, before them.
 * Models component-helpers/auth/rbac/validation CompactRules, which gives the joined ones in random order.
 */
export function compactedRules(rules: readonly PolicyRule[]): PolicyRule[] {
	const others: PolicyRule[] = [];
	const joined = new Map<string, PolicyRule>();
	for (const rule of rules) {
		const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule;
		if (apiGroups.length !== 1 || resources.length !== 1 || resourceNames.length > 1 || nonResourceURLs.length > 0) {
			others.push(rule);
			continue;
		}
		const key = JSON.stringify([apiGroups, resources, resourceNames]);
		const known = joined.get(key);
		joined.set(key, known === undefined ? rule : { ...known, verbs: [...known.verbs, ...verbs] });
	}
	return [...others, ...joined.values()];
}

/** As refusals show a rule. Models pkg/apis/rbac/v1 CompactString. */
export function compactString(rule: PolicyRule): string {
	const { apiGroups = [], resources = [], nonResourceURLs = [], resourceNames = [], verbs } = rule;
	const parts: [string, readonly string[]][] = [
		['APIGroups', apiGroups],
		['Resources', resources],
		['NonResourceURLs', nonResourceURLs],
		['ResourceNames', resourceNames],
		['Verbs', verbs],
	];
	const shown = parts.filter(([, list]) => list.length > 0);
	return `{${shown.map(([name, list]) => `${name}:[${list.map((each) => JSON.stringify(each)).join(' ')}]`).join(', ')}}`;
}
