/** A semantic version, read leniently: "v1.2" is 1.2.0. Models Masterminds/semver v3. */
export interface SemanticVersion {
	readonly major: number;
	readonly minor: number;
	readonly patch: number;
	readonly prerelease: string;
	readonly metadata: string;
	readonly original: string;
}

export class SemverError extends Error {}

const VERSION =
	/^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

/** @throws SemverError. Models semver.NewVersion. */
export function parseVersion(text: string): SemanticVersion {
	const match = VERSION.exec(text);
	if (match === null) throw new SemverError('invalid semantic version');
	const [, major = '0', minor = '0', patch = '0', prerelease = '', metadata = ''] = match;
	if (prerelease.split('.').some((part) => /^0\d+$/.test(part))) {
		throw new SemverError('version segment starts with 0');
	}
	return { major: Number(major), minor: Number(minor), patch: Number(patch), prerelease, metadata, original: text };
}

/** All three numbers must be there, and no "v". Models semver.StrictNewVersion. */
export function isStrictVersion(text: string): boolean {
	return /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-|\+|$)/.test(text) && VERSION.test(text);
}

export function tryParseVersion(text: string): SemanticVersion | undefined {
	try {
		return parseVersion(text);
	} catch (error) {
		if (error instanceof SemverError) return undefined;
		throw error;
	}
}

/** "1.2.3-rc.1+build", whatever the original looked like. */
export function versionText({ major, minor, patch, prerelease, metadata }: SemanticVersion): string {
	return `${major}.${minor}.${patch}${prerelease === '' ? '' : `-${prerelease}`}${metadata === '' ? '' : `+${metadata}`}`;
}

export function compareVersions(a: SemanticVersion, b: SemanticVersion): number {
	const numbers = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
	if (numbers !== 0) return Math.sign(numbers);
	if (a.prerelease === b.prerelease) return 0;
	if (a.prerelease === '') return 1;
	if (b.prerelease === '') return -1;
	return comparePrereleases(a.prerelease.split('.'), b.prerelease.split('.'));
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
	for (let i = 0; i < Math.max(a.length, b.length); i++) {
		const [left, right] = [a[i], b[i]];
		if (left === right) continue;
		if (left === undefined) return -1;
		if (right === undefined) return 1;
		const numeric = [left, right].map((part) => /^\d+$/.test(part));
		if (numeric[0] && numeric[1]) return Math.sign(Number(left) - Number(right));
		if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
		return left < right ? -1 : 1;
	}
	return 0;
}

type Check = (version: SemanticVersion) => boolean;

/** One comparison of a constraint, with what was left out of its version. */
interface Comparison {
	readonly operator: string;
	readonly version: SemanticVersion;
	readonly minorLeftOut: boolean;
	readonly patchLeftOut: boolean;
	readonly everything: boolean;
}

const NUMBER = '(?:\\d+|[xX*])';
const CONSTRAINT_VERSION = `v?(${NUMBER})(?:\\.(${NUMBER}))?(?:\\.(${NUMBER}))?((?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?)((?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?)`;
const OPERATOR = '=<|=>|!=|>=|<=|~>|=|>|<|~|\\^|';
const ONE = new RegExp(`^\\s*(${OPERATOR})\\s*${CONSTRAINT_VERSION}\\s*`);
const HYPHEN = new RegExp(`\\s*(${CONSTRAINT_VERSION})\\s+-\\s+(${CONSTRAINT_VERSION})\\s*`, 'g');

/** What a constraint (">=1.2 <2 || ^3.1") allows. @throws SemverError. Models semver.NewConstraint. */
export function parseConstraint(text: string): Check {
	const alternatives = rewriteRanges(text)
		.split('||')
		.map((part) => parseAll(part, text));
	return (version) => alternatives.some((all) => all.every((each) => satisfies(version, each)));
}

function rewriteRanges(text: string): string {
	return text.replace(HYPHEN, (...groups: string[]) => ` >= ${groups[1]} <= ${groups[7]} `);
}

function parseAll(text: string, whole: string): Comparison[] {
	const out: Comparison[] = [];
	let rest = text;
	do {
		const match = ONE.exec(rest);
		if (match === null) throw new SemverError(`improper constraint: ${whole}`);
		out.push(comparison(match));
		rest = rest.slice(match[0].length).replace(/^,/, '');
	} while (rest !== '');
	return out;
}

function comparison(match: RegExpExecArray): Comparison {
	const [, operator = '', major = '', minor, patch, prerelease = '', metadata = ''] = match;
	const wild = (part: string | undefined): boolean => part === undefined || /^[xX*]$/.test(part);
	const everything = wild(major);
	const minorLeftOut = everything || wild(minor);
	const patchLeftOut = minorLeftOut || wild(patch);
	return {
		operator: everything && operator === '' ? '>=' : operator,
		version: {
			major: everything ? 0 : Number(major),
			minor: minorLeftOut ? 0 : Number(minor),
			patch: patchLeftOut ? 0 : Number(patch),
			prerelease: everything ? '' : prerelease.slice(1),
			metadata: metadata.slice(1),
			original: match[0],
		},
		minorLeftOut,
		patchLeftOut,
		everything,
	};
}

/** A pre-release is only allowed where the constraint names one. */
function satisfies(version: SemanticVersion, wanted: Comparison): boolean {
	if (version.prerelease !== '' && wanted.version.prerelease === '') return false;
	const order = compareVersions(version, wanted.version);
	const sameMajor = version.major === wanted.version.major;
	const sameMinor = sameMajor && version.minor === wanted.version.minor;
	const within = wanted.minorLeftOut ? sameMajor : sameMinor;
	switch (wanted.operator) {
		case '!=':
			return wanted.patchLeftOut ? !(wanted.everything || within) : order !== 0;
		case '>':
			if (wanted.everything) return false;
			return wanted.patchLeftOut ? order > 0 && !within : order > 0;
		case '<':
			return order < 0;
		case '>=':
		case '=>':
			return order >= 0;
		case '<=':
		case '=<':
			return wanted.patchLeftOut ? order <= 0 || within || wanted.everything : order <= 0;
		case '~':
		case '~>':
			return order >= 0 && (wanted.everything || within);
		case '^':
			return order >= 0 && caret(version, wanted);
		default:
			if (wanted.patchLeftOut) return order >= 0 && (wanted.everything || within);
			return order === 0;
	}
}

function caret(
	version: SemanticVersion,
	{ version: from, minorLeftOut, patchLeftOut, everything }: Comparison,
): boolean {
	if (everything) return true;
	if (from.major > 0 || minorLeftOut) return version.major === from.major;
	if (version.major > 0) return false;
	if (from.minor > 0 || patchLeftOut) return version.minor === from.minor;
	return version.minor === 0 && version.patch === from.patch;
}
