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
