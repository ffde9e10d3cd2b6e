import type { PolicyRule } from '../../../api/rbac/types.ts';

/** Short for sets of verbs in the tables of the default policy. */
const VERBS: { readonly [name: string]: string } = {
	read: 'get,list,watch',
	write: 'create,delete,deletecollection,patch,update',
	readwrite: 'create,delete,deletecollection,get,list,patch,update,watch',
	'read+update': 'get,list,patch,update,watch',
};

/**
 * Rules from lines "verbs groups resources [names]" or "verbs /url,/url"; "core" is the core group, "read", "write",
 * "readwrite" and "read+update" stand for their verbs. Every list comes out sorted, as the real server's builder makes it.
 */
export function policyRules(lines: string): PolicyRule[] {
	return lines
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.map(ruleOf);
}

function ruleOf(line: string): PolicyRule {
	const [verbs = '', second = '', resources = '', names] = line.split(/\s+/);
	const sorted = sortedList(VERBS[verbs] ?? verbs);
	if (second.startsWith('/') || (second === '*' && resources === '')) {
		return { verbs: sorted, nonResourceURLs: sortedList(second) };
	}
	return {
		verbs: sorted,
		apiGroups: sortedList(second)
			.map((group) => (group === 'core' ? '' : group))
			.sort(),
		resources: sortedList(resources),
		...(names === undefined ? {} : { resourceNames: sortedList(names) }),
	};
}

function sortedList(text: string): string[] {
	return text.split(',').sort();
}
