import { compileGlob, type Glob } from '../../../machinery/glob.ts';
import { integerOf } from './resolve-tag.ts';
import { YamlNode, YqError } from './yaml-node.ts';

export interface TraverseRules {
	/** What is not there is not made. */
	readonly readOnly: boolean;
	/** An index that is none finds nothing. */
	readonly optional?: boolean;
	readonly exact?: boolean;
	readonly keepAliases?: boolean;
}

/** `.key`. Models pkg/yqlib operator_traverse_path.go. */
export function traverseKey(node: YamlNode, key: string, rules: TraverseRules): YamlNode[] {
	const own = node.target;
	if (own.isNull && !rules.readOnly) {
		own.kind = 'mapping';
		own.tag = '';
	}
	if (own.kind === 'mapping') return ofMapping(own, YamlNode.text(key), rules);
	if (own.kind === 'sequence') return ofSequence(own, [YamlNode.scalar('', key)], rules);
	return [];
}

/** `.[a, b]`; of no index everything. */
export function traverseIndices(node: YamlNode, indices: readonly YamlNode[], rules: TraverseRules): YamlNode[] {
	const own = rules.keepAliases ? node : node.target;
	if (own.isNull) {
		own.tag = '';
		own.kind = indices[0] !== undefined && indices[0].tag !== '!!int' ? 'mapping' : 'sequence';
	}
	if (own.kind === 'sequence') return ofSequence(own, indices, rules);
	if (own.kind !== 'mapping') return [];
	if (indices.length === 0) return [...matches(own, undefined, rules).values()];
	return indices.flatMap((index) => ofMapping(own, index, rules));
}

function ofSequence(node: YamlNode, indices: readonly YamlNode[], rules: TraverseRules): YamlNode[] {
	if (indices.length === 0) return [...node.content];
	const found: YamlNode[] = [];
	for (const { value } of indices) {
		const integer = /^[-+]?(?:\d+|0x[0-9a-f]+|0o[0-7]+)$/i.test(value) ? integerOf(value) : undefined;
		if (integer === undefined) {
			if (rules.optional) continue;
			const reason = `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`;
			throw new YqError(`cannot index array with '${value}' (${reason})`);
		}
		const index = Number(integer);
		if (index > 1_000_000) throw new YqError(`index [${index}] out of range, array size is ${node.content.length}`);
		while (node.content.length <= index) {
			if (node.content.length === 0) node.style = '';
			node.addItem(YamlNode.scalar('!!null', 'null'));
		}
		const at = index < 0 ? node.content.length + index : index;
		if (at < 0) throw new YqError(`index [${index}] out of range, array size is ${node.content.length}`);
		found.push(node.content[at] as YamlNode);
	}
	return found;
}

function ofMapping(node: YamlNode, key: YamlNode, rules: TraverseRules): YamlNode[] {
	const found = [...matches(node, key.value, rules).values()];
	if (found.length > 0 || rules.readOnly) return found;
	if (node.content.length === 0) node.style = '';
	return [node.addPair(key, YamlNode.scalar('!!null', 'null'))[1]];
}

/** By key: what is merged in comes before what overrides it. */
function matches(node: YamlNode, wanted: string | undefined, rules: TraverseRules): Map<string, YamlNode> {
	const found = new Map<string, YamlNode>();
	const glob = wanted === undefined || rules.exact ? undefined : globOf(wanted);
	gather(found, node, wanted, glob, rules, 0);
	return found;
}

function gather(
	found: Map<string, YamlNode>,
	node: YamlNode,
	wanted: string | undefined,
	glob: Glob | undefined,
	rules: TraverseRules,
	depth: number,
): void {
	for (const [key, value] of node.pairs()) {
		if (key.tag === '!!merge' && !rules.keepAliases && wanted !== key.value && depth < 100) {
			const source = value.target;
			const sources = source.kind === 'sequence' ? source.content.map((each) => each.target) : [source];
			for (const each of sources) if (each.kind === 'mapping') gather(found, each, wanted, glob, rules, depth + 1);
		} else if (wanted === undefined || key.value === wanted || glob?.matches(key.value)) found.set(key.value, value);
	}
}

/** Only stars and question marks mean something. */
function globOf(pattern: string): Glob | undefined {
	return /[*?]/.test(pattern) ? compileGlob(pattern.replace(/[[\]\\]/g, '\\$&')) : undefined;
}

/** Whether a text is the one that is wanted, which may be a pattern. */
export function keyMatches(text: string, wanted: string): boolean {
	return text === wanted || globOf(wanted)?.matches(text) === true;
}

/** The node and all below it, in order. */
export function descend(node: YamlNode, withKeys: boolean, found: YamlNode[] = []): YamlNode[] {
	found.push(node);
	if (node.kind === 'mapping') {
		for (const [key, value] of node.pairs()) {
			if (withKeys) found.push(key);
			descend(value, withKeys, found);
		}
	} else if (node.kind === 'sequence') for (const item of node.content) descend(item, withKeys, found);
	return found;
}
