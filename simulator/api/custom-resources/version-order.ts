/** Sorts by version, the one to prefer first: v10, v2, v1, v2beta1, v1beta2, v1alpha1, then others by name. Models util/version CompareKubeAwareVersionStrings. */
export function orderVersions<T>(list: readonly T[], versionOf: (item: T) => string): T[] {
	return [...list].sort((a, b) => compareVersions(versionOf(a), versionOf(b)));
}

const STAGES = ['', 'beta', 'alpha'];

function compareVersions(a: string, b: string): number {
	const [left, right] = [parse(a), parse(b)];
	if (left === undefined || right === undefined) {
		if (left === right) return a < b ? -1 : a > b ? 1 : 0;
		return left === undefined ? 1 : -1;
	}
	return left.stage - right.stage || right.major - left.major || right.minor - left.minor;
}

function parse(version: string): { stage: number; major: number; minor: number } | undefined {
	const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
	if (match === null) return undefined;
	return { stage: STAGES.indexOf(match[2] ?? ''), major: Number(match[1]), minor: Number(match[3] ?? 0) };
}
