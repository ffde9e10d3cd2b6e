import { celFault } from './cel-fault.ts';
import { type CelFunctions, declareFunctions } from './cel-overload.ts';
import { SEMVER } from './cel-type-names.ts';
import { CelOpaque } from './cel-value.ts';

class CelSemver extends CelOpaque {
	readonly type = SEMVER;
	readonly numbers: readonly bigint[];
	readonly pre: readonly string[];
	constructor(numbers: readonly bigint[], pre: readonly string[]) {
		super();
		this.numbers = numbers;
		this.pre = pre;
	}

	equals(other: this): boolean {
		return compare(this, other) === 0;
	}
}

const VERSION =
	/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

function parse(text: string): CelSemver | undefined {
	const match = VERSION.exec(text);
	if (match === null) return undefined;
	const numbers = [match[1], match[2], match[3]].map((each) => BigInt(each ?? 0));
	return new CelSemver(numbers, match[4]?.split('.') ?? []);
}

/** "v1.2" is 1.2.0, "01.2.3" is 1.2.3. */
function normalized(text: string): string {
	const [, core = '', rest = ''] = /^v?([0-9.]*)(.*)$/.exec(text) ?? [];
	const parts = core.split('.').map((each) => each.replace(/^0+(?=\d)/, ''));
	while (parts.length < 3 && rest === '') parts.push('0');
	return parts.join('.') + rest;
}

function semver(text: string, normalizes = false): CelSemver {
	const found = parse(normalizes ? normalized(text) : text);
	if (found !== undefined) return found;
	const complaint = text === '' ? 'Version string empty' : 'No Major.Minor.Patch elements found';
	throw celFault(complaint);
}

function compareIdentifiers(a: string, b: string): number {
	const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
	if (left && right) return Number(a) - Number(b);
	if (left !== right) return left ? -1 : 1;
	return a < b ? -1 : a > b ? 1 : 0;
}

function compare(a: CelSemver, b: CelSemver): number {
	for (const [index, number] of a.numbers.entries()) {
		const other = b.numbers[index] as bigint;
		if (number !== other) return number < other ? -1 : 1;
	}
	if (a.pre.length === 0 || b.pre.length === 0) return Math.sign(b.pre.length - a.pre.length);
	for (let i = 0; i < Math.min(a.pre.length, b.pre.length); i++) {
		const order = compareIdentifiers(a.pre[i] as string, b.pre[i] as string);
		if (order !== 0) return Math.sign(order);
	}
	return Math.sign(a.pre.length - b.pre.length);
}

const isSemver = (text: string, normalizes = false): boolean =>
	parse(normalizes ? normalized(text) : text) !== undefined;

/** Models apiserver/pkg/cel/library SemverLib. */
export const SEMVER_LIBRARY: CelFunctions = declareFunctions(
	{
		semver: [
			['string_to_semver', '(string) Semver', (text: string) => semver(text)],
			['string_bool_to_semver', '(string, bool) Semver', semver],
		],
		isSemver: [
			['is_semver_string', '(string) bool', (text: string) => isSemver(text)],
			['is_semver_string_bool', '(string, bool) bool', isSemver],
		],
		isGreaterThan: [
			['semver_is_greater_than', 'Semver.(Semver) bool', (a: CelSemver, b: CelSemver) => compare(a, b) > 0],
		],
		isLessThan: [['semver_is_less_than', 'Semver.(Semver) bool', (a: CelSemver, b: CelSemver) => compare(a, b) < 0]],
		compareTo: [['semver_compare_to', 'Semver.(Semver) int', (a: CelSemver, b: CelSemver) => BigInt(compare(a, b))]],
		major: [['semver_major', 'Semver.() int', ({ numbers }: CelSemver) => numbers[0]]],
		minor: [['semver_minor', 'Semver.() int', ({ numbers }: CelSemver) => numbers[1]]],
		patch: [['semver_patch', 'Semver.() int', ({ numbers }: CelSemver) => numbers[2]]],
	},
	{ Semver: SEMVER },
);
