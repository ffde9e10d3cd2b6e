import { YamlNode } from './yaml-node.ts';

/** `*+?dnc`. */
export interface MergeRules {
	readonly appendArrays?: boolean;
	readonly onlyExisting?: boolean;
	readonly deepArrays?: boolean;
	readonly onlyNew?: boolean;
	readonly clobberTags?: boolean;
}

/** A copy of `left` with what `right` has written over it. Models pkg/yqlib operator_multiply.go. */
export function merged(left: YamlNode, right: YamlNode, rules: MergeRules): YamlNode {
	const copy = left.copy();
	if (right.isNull) return copy;
	if (left.head === '' && left.leading === '') {
		copy.head = right.head;
		copy.leading = right.leading;
	}
	if (left.foot === '') copy.foot = right.foot;
	apply(copy, right, rules);
	return copy;
}

function apply(own: YamlNode, other: YamlNode, rules: MergeRules): void {
	const assign = { onlyNull: rules.onlyNew, clobberTags: rules.clobberTags };
	const mayWrite = !rules.onlyNew || own.isNull;
	if (other.kind === 'mapping') {
		if (mayWrite) own.updateAttributes(other, assign);
		if (own.kind === 'mapping') applyPairs(own, other, rules);
	} else if (other.kind === 'sequence' && rules.appendArrays) {
		if (own.kind !== 'sequence') own.updateAttributes(other, {});
		for (const item of other.content) own.addItem(item);
	} else if (other.kind === 'sequence' && rules.deepArrays) {
		if (mayWrite) own.updateAttributes(other, assign);
		if (own.kind !== 'sequence') return;
		for (const [at, item] of other.content.entries()) {
			const target = own.content[at];
			if (target === undefined && rules.onlyExisting) continue;
			apply(target ?? own.addItem(YamlNode.scalar('!!null', 'null')), item, rules);
		}
	} else if (mayWrite) own.updateFrom(other, assign);
}

function applyPairs(own: YamlNode, other: YamlNode, rules: MergeRules): void {
	for (const [key, value] of other.pairs()) {
		const at = own.content.findIndex((each, index) => index % 2 === 0 && each.value === key.value);
		if (at < 0) {
			if (rules.onlyExisting) continue;
			const [, target] = own.addPair(key, YamlNode.scalar('!!null', 'null'));
			apply(target, value, rules);
			continue;
		}
		if (!rules.onlyNew) own.content[at]?.updateFrom(key, {});
		apply(own.content[at + 1] as YamlNode, value, rules);
	}
}
