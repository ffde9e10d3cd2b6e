import type { PolicyRule } from '../rbac/types.ts';
import type { Description } from './description.ts';

interface SimpleRule {
	readonly apiGroups: readonly string[];
	readonly resources: readonly string[];
	readonly resourceNames: readonly string[];
	readonly nonResourceURLs: readonly string[];
	readonly verbs: readonly string[];
}

/** One row for each resource, name or URL, with all its verbs. Models RoleDescriber and kubectl/pkg/util/rbac. */
export function describePolicyRules(description: Description, rules: readonly PolicyRule[] | undefined): void {
	description.row(0, 'PolicyRule:');
	description.row(1, 'Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs');
	description.row(1, '---------', '-----------------', '--------------', '-----');
	for (const row of policyRuleRows(rules ?? [])) description.row(1, ...row);
}

/** What rules allow: resource, URLs, names and verbs of each row (`kubectl auth can-i --list` prints the same). */
export function policyRuleRows(rules: readonly PolicyRule[]): string[][] {
	const sorted = compacted(rules.flatMap(singleRules))
		.map((rule) => ({ rule, order: goText(rule) }))
		.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
	return sorted.map(({ rule }) => {
		const { nonResourceURLs, resourceNames, verbs } = rule;
		return [qualifiedResource(rule), goList(nonResourceURLs), goList(resourceNames), goList(verbs)];
	});
}

/** A rule for each combination of group, resource, verb and name, and of URL and verb. */
function singleRules(rule: PolicyRule): SimpleRule[] {
	const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule;
	const names = resourceNames.length === 0 ? [[]] : resourceNames.map((name) => [name]);
	const single: SimpleRule[] = [];
	for (const group of apiGroups) {
		for (const resource of resources) {
			for (const verb of verbs) {
				for (const name of names) {
					single.push({
						apiGroups: [group],
						resources: [resource],
						resourceNames: name,
						nonResourceURLs: [],
						verbs: [verb],
					});
				}
			}
		}
	}
	for (const url of nonResourceURLs) {
		for (const verb of verbs) {
			single.push({ apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [url], verbs: [verb] });
		}
	}
	return single;
}

/** Joins the verbs of rules for the same resource; those of URLs stay apart. */
function compacted(rules: readonly SimpleRule[]): SimpleRule[] {
	const result: SimpleRule[] = [];
	const places = new Map<string, number>();
	for (const rule of rules) {
		const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
		const place = places.get(key);
		if (rule.nonResourceURLs.length > 0) {
			result.push(rule);
		} else if (place === undefined) {
			places.set(key, result.length);
			result.push(rule);
		} else {
			const joined = result[place] as SimpleRule;
			const added = rule.verbs.filter((verb) => !joined.verbs.includes(verb));
			result[place] = { ...joined, verbs: [...joined.verbs, ...added] };
		}
	}
	return result;
}

/** As Go's generated String method prints a rule: what the rows are sorted by. */
function goText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: SimpleRule): string {
	return `&PolicyRule{Verbs:${goList(verbs)},APIGroups:${goList(apiGroups)},Resources:${goList(resources)},ResourceNames:${goList(resourceNames)},NonResourceURLs:${goList(nonResourceURLs)},}`;
}

function goList(items: readonly string[]): string {
	return `[${items.join(' ')}]`;
}

/** "deployments.apps/scale". Models CombineResourceGroup. */
function qualifiedResource({ resources, apiGroups }: SimpleRule): string {
	const [resource] = resources;
	if (resource === undefined) return '';
	const slash = resource.indexOf('/');
	const group = apiGroups[0] ? `.${apiGroups[0]}` : '';
	return slash < 0 ? resource + group : resource.slice(0, slash) + group + resource.slice(slash);
}
