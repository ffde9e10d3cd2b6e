/** Orders versions as dpkg does: epoch, upstream version, revision. Models lib/dpkg/version.c dpkg_version_compare. */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [split(a), split(b)];
	return (
		left.epoch - right.epoch ||
		compareParts(left.upstream, right.upstream) ||
		compareParts(left.revision, right.revision)
	);
}

function split(text: string): { epoch: number; upstream: string; revision: string } {
	const [, epoch, rest = ''] = /^(?:(\d+):)?(.*)$/.exec(text) ?? [];
	const dash = rest.lastIndexOf('-');
	const upstream = dash < 0 ? rest : rest.slice(0, dash);
	return { epoch: Number(epoch ?? 0), upstream, revision: dash < 0 ? '' : rest.slice(dash + 1) };
}

/** Runs of other characters and runs of digits in turn; "~" is before everything, even the end. */
function compareParts(a: string, b: string): number {
	const left: string[] = [...(a.match(/\D+|\d+/g) ?? [])];
	const right: string[] = [...(b.match(/\D+|\d+/g) ?? [])];
	if (/^\d/.test(a)) left.unshift('');
	if (/^\d/.test(b)) right.unshift('');
	for (let index = 0; index < Math.max(left.length, right.length); index++) {
		const [x = '', y = ''] = [left[index], right[index]];
		const order = index % 2 === 0 ? compareWords(x, y) : Number(x) - Number(y);
		if (order !== 0) return order;
	}
	return 0;
}

function compareWords(a: string, b: string): number {
	for (let index = 0; index < Math.max(a.length, b.length); index++) {
		const order = weight(a.charAt(index)) - weight(b.charAt(index));
		if (order !== 0) return order;
	}
	return 0;
}

function weight(character: string): number {
	if (character === '') return 0;
	if (character === '~') return -1;
	return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
}

/** What is wrong with a version's text; a warning where it can be compared nevertheless. Models lib/dpkg/parsehelp.c parseversion. */
export function versionProblem(text: string): { readonly text: string; readonly isWarning: boolean } | undefined {
	const error = (words: string): { readonly text: string; readonly isWarning: boolean } => ({
		text: words,
		isWarning: false,
	});
	const version = text.trim();
	if (version === '') return error('version string is empty');
	if (/\s/.test(version)) return error('version string has embedded spaces');
	const colon = version.indexOf(':');
	const epoch = colon < 0 ? undefined : version.slice(0, colon);
	if (epoch === '') return error('epoch in version is empty');
	if (epoch !== undefined && !/^-?\d+$/.test(epoch)) return error('epoch in version is not number');
	if (epoch?.startsWith('-')) return error('epoch in version is negative');
	if (Number(epoch ?? 0) > 2_147_483_647) return error('epoch in version is too big');
	const rest = version.slice(colon + 1);
	if (rest === '') return error('nothing after colon in version number');
	const dash = rest.lastIndexOf('-');
	const upstream = dash < 0 ? rest : rest.slice(0, dash);
	const revision = dash < 0 ? undefined : rest.slice(dash + 1);
	if (revision === '') return error('revision number is empty');
	if (upstream === '') return error('version number is empty');
	const warning = (words: string): { readonly text: string; readonly isWarning: boolean } => ({
		text: words,
		isWarning: true,
	});
	if (!/^\d/.test(upstream)) return warning('version number does not start with digit');
	if (/[^-.+~:A-Za-z0-9]/.test(upstream)) return warning('invalid character in version number');
	if (revision !== undefined && /[^.+~A-Za-z0-9]/.test(revision))
		return warning('invalid character in revision number');
	return undefined;
}
