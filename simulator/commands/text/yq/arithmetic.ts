import { splitText } from '../../../machinery/find-text.ts';
import type { Calculation } from './evaluator.ts';
import { type MergeRules, merged } from './merge.ts';
import { integerOf, numberOf, resolveTag } from './resolve-tag.ts';
import { YamlNode, YqError } from './yaml-node.ts';

/** The tag that counts: of a custom one what its value looks like. */
export function realTag(node: YamlNode): string {
	return node.tag.startsWith('!!') || node.value === '' ? node.tag : resolveTag(node.value);
}

export function nicePath(node: YamlNode): string {
	let text = '';
	for (const key of node.path()) {
		if (key.tag === '!!int' && !key.isKey) text += `[${key.value}]`;
		else if (text === '') text = key.value;
		else text += key.value.includes('.') ? `[${key.value}]` : `.${key.value}`;
	}
	return text;
}

const described = (node: YamlNode): string => `${node.tag} (${nicePath(node)})`;

export const add: Calculation = (left, right) => {
	if (left === undefined || right === undefined) return (left ?? right)?.copy();
	if (left.isNull) return left.placed(right.copy());
	const target = left.copy(false);
	if (left.kind === 'mapping') {
		if (right.kind !== 'mapping') throw new YqError(`${described(right)} cannot be added to a ${described(left)}`);
		addPairs(target, left, right);
	} else if (left.kind === 'sequence') addItems(target, left, right);
	else {
		if (right.kind !== 'scalar') throw new YqError(`${described(right)} cannot be added to a ${described(left)}`);
		addScalars(target, left, right);
	}
	return target;
};

function addPairs(target: YamlNode, left: YamlNode, right: YamlNode): void {
	target.style = left.content.length === 0 ? '' : left.style;
	target.addAll(left.content);
	for (const [key, value] of right.pairs()) {
		const at = target.content.findIndex((each, index) => index % 2 === 0 && isEqual(each, key));
		if (at < 0) target.addPair(key, value);
		else {
			const copy = value.copy();
			copy.parent = target;
			copy.key = target.content[at];
			target.content[at + 1] = copy;
		}
	}
}

function addItems(target: YamlNode, left: YamlNode, right: YamlNode): void {
	if (left.content.length === 0) target.style = '';
	target.addAll(left.content);
	if (right.isNull) return;
	if (right.kind === 'sequence') {
		target.addAll(right.content);
		return;
	}
	const copy = right.copy();
	const [like] = left.content;
	if (like !== undefined) copy.style = like.style;
	target.addItem(copy);
}

function addScalars(target: YamlNode, left: YamlNode, right: YamlNode): void {
	const [one, other] = [realTag(left), realTag(right)];
	if (one === '!!str') {
		target.tag = left.tag;
		target.value = other === '!!null' ? left.value : left.value + right.value;
	} else if (other === '!!str') {
		target.tag = right.tag;
		target.value = left.value + right.value;
	} else if (
		!compute(
			target,
			left,
			right,
			(a, b) => a + b,
			(a, b) => a + b,
		)
	) {
		throw new YqError(`${one} cannot be added to ${other}`);
	}
}

const isNumber = (tag: string): boolean => tag === '!!int' || tag === '!!float';

/** Whether both were numbers. */
function compute(
	target: YamlNode,
	left: YamlNode,
	right: YamlNode,
	whole: ((a: bigint, b: bigint) => bigint) | undefined,
	broken: (a: number, b: number) => number,
): boolean {
	const [one, other] = [realTag(left), realTag(right)];
	if (!isNumber(one) || !isNumber(other)) return false;
	if (whole !== undefined && one === '!!int' && other === '!!int') {
		const result = BigInt.asIntN(64, whole(integerOf(left.value) ?? 0n, integerOf(right.value) ?? 0n));
		target.tag = left.tag;
		target.value = like(left.value, result);
	} else {
		target.tag = left.tag.startsWith('!!') ? '!!float' : left.tag;
		target.value = floatText(broken(numberOf(left.value), numberOf(right.value)));
	}
	return true;
}

function like(text: string, value: bigint): string {
	if (/^[-+]?0x/i.test(text)) return `0x${value.toString(16).toUpperCase()}`;
	return /^[-+]?0o/.test(text) ? `0o${value.toString(8)}` : String(value);
}

/** Go's %v of a float64. */
export function floatText(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
	const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
	if (exponent >= -4 && exponent < 21) return String(value);
	return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
}

export const subtract: Calculation = (left, right) => {
	if (left === undefined || right === undefined) return undefined;
	if (left.isNull) return left.placed(right.copy());
	const target = left.copy(false);
	if (left.kind === 'mapping') throw new YqError('maps not yet supported for subtraction');
	if (left.kind === 'sequence') {
		if (right.kind !== 'sequence') throw new YqError(`${described(right)} cannot be subtracted from ${left.tag}`);
		target.addAll(left.content.filter((item) => !right.content.some((other) => isEqual(item, other))));
		return target;
	}
	if (right.kind !== 'scalar') throw new YqError(`${described(right)} cannot be subtracted from ${left.tag}`);
	if (realTag(left) === '!!str') throw new YqError('strings cannot be subtracted');
	if (
		!compute(
			target,
			left,
			right,
			(a, b) => a - b,
			(a, b) => a - b,
		)
	) {
		throw new YqError(`${left.tag} cannot be added to ${right.tag}`);
	}
	return target;
};

export function rulesOf(option: string): MergeRules {
	return {
		appendArrays: option.includes('+'),
		onlyExisting: option.includes('?'),
		deepArrays: option.includes('d'),
		onlyNew: option.includes('n'),
		clobberTags: option.includes('c'),
	};
}

export function multiply(rules: MergeRules): Calculation {
	return (left, right) => {
		if (left === undefined || right === undefined) return undefined;
		if (right.isNull) return left.copy();
		const collections = right.kind === 'mapping' || right.kind === 'sequence';
		if (collections && (left.kind === right.kind || left.isNull)) return merged(left, right, rules);
		return multiplied(left, right);
	};
}

const REPEATED_MAX = 10 * 1024 * 1024;

function multiplied(left: YamlNode, right: YamlNode): YamlNode {
	const target = left.copy(false);
	const [one, other] = [realTag(left), realTag(right)];
	if (
		compute(
			target,
			left,
			right,
			(a, b) => a * b,
			(a, b) => a * b,
		)
	)
		return target;
	if ((one === '!!str' && other === '!!int') || (one === '!!int' && other === '!!str')) {
		const [text, number] = one === '!!str' ? [left, right] : [right, left];
		const count = Number(integerOf(number.value));
		if (count < 0) throw new YqError(`cannot repeat string by a negative number (${count})`);
		if (text.value.length * count > REPEATED_MAX) {
			throw new YqError(
				`result of repeating string (${text.value.length} bytes) by ${count} would exceed ${REPEATED_MAX} bytes`,
			);
		}
		target.updateAttributes(text, {});
		target.value = text.value.repeat(count);
		return target;
	}
	throw new YqError(`cannot multiply ${left.tag} with ${right.tag}`);
}

export const divide: Calculation = (left, right) => {
	if (left === undefined || right === undefined) return undefined;
	if (left.isNull || left.kind !== 'scalar' || right.kind !== 'scalar') {
		throw new YqError(`${described(left)} cannot be divided by ${described(right)}`);
	}
	const target = left.copy(false);
	const [one, other] = [realTag(left), realTag(right)];
	if (one === '!!str' && other === '!!str') {
		target.kind = 'sequence';
		target.tag = '!!seq';
		target.value = '';
		for (const piece of splitText(left.value, right.value)) target.addItem(YamlNode.text(piece));
	} else if (!compute(target, left, right, undefined, (a, b) => a / b)) {
		throw new YqError(`${one} cannot be divided by ${other}`);
	}
	return target;
};

export const modulo: Calculation = (left, right) => {
	if (left === undefined || right === undefined) return undefined;
	if (left.isNull || left.kind !== 'scalar' || right.kind !== 'scalar') {
		throw new YqError(`${described(left)} cannot modulo by ${described(right)}`);
	}
	const target = left.copy(false);
	if (realTag(left) === '!!int' && realTag(right) === '!!int' && integerOf(right.value) === 0n) {
		throw new YqError('cannot modulo by 0');
	}
	if (
		!compute(
			target,
			left,
			right,
			(a, b) => a % b,
			(a, b) => a % b,
		)
	) {
		throw new YqError(`${realTag(left)} cannot modulo by ${realTag(right)}`);
	}
	return target;
};

export function isEqual(left: YamlNode, right: YamlNode): boolean {
	if (left.kind !== right.kind) return false;
	if (left.kind === 'scalar') {
		if (realTag(left) !== realTag(right)) return false;
		return left.isNull || left.value === right.value;
	}
	if (left.kind === 'alias') return left.value === right.value;
	if (left.content.length !== right.content.length) return false;
	if (left.kind === 'sequence') return left.content.every((item, at) => isEqual(item, right.content[at] as YamlNode));
	return [...left.pairs()].every(([key, value]) => {
		const found = [...right.pairs()].find(([other]) => isEqual(key, other));
		return found !== undefined && isEqual(value, found[1]);
	});
}

/** Order of `sort`: null, booleans, then numbers by size and anything else by its text. */
export function compareNodes(left: YamlNode, right: YamlNode): number {
	const [one, other] = [realTag(left), realTag(right)];
	for (const tag of ['!!null', '!!bool']) {
		if (one === tag && other !== tag) return -1;
		if (one !== tag && other === tag) return 1;
	}
	if (one === '!!bool') return Number(/^t/i.test(left.value)) - Number(/^t/i.test(right.value));
	if (isNumber(one) && isNumber(other)) return Math.sign(numberOf(left.value) - numberOf(right.value));
	return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
}

/** `<` and its like: numbers and times by size, texts by letters. */
export function ordered(left: YamlNode, right: YamlNode): number {
	if (left.kind === 'mapping') throw new YqError('maps not yet supported for comparison');
	if (left.kind === 'sequence') throw new YqError('arrays not yet supported for comparison');
	if (right.kind !== 'scalar') throw new YqError(`${described(right)} cannot be subtracted from ${left.tag}`);
	const [one, other] = [realTag(left), realTag(right)];
	if (isNumber(one) && isNumber(other)) return numberOf(left.value) - numberOf(right.value);
	if ((one === '!!str' && other === '!!str') || (one === '!!timestamp' && other === '!!timestamp')) {
		return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
	}
	if (one === '!!null' && other === '!!null') return 0;
	throw new YqError(`${left.tag} not yet supported for comparison`);
}
