import type { LabelSelectorSpec } from '../machinery/selectors.ts';

/** A selector as Go's generated String method writes it. */
export function goText(selector: LabelSelectorSpec | undefined): string {
	if (selector === undefined) return 'nil';
	const labels = Object.entries(selector.matchLabels ?? {})
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, value]) => `${key}: ${value},`)
		.join('');
	const requirements = (selector.matchExpressions ?? []).map(
		({ key, operator, values }) =>
			`LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${(values ?? []).join(' ')}],}`,
	);
	const list = requirements.length === 0 ? '' : `${requirements.join(',')},`;
	return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${list}},}`;
}
