/**
 * Compares names with version numbers in them, as `sort -V` and `ls -v` do.
 * Models the GNU coreutils manual's "Version sort ordering".
 */
export function compareFileVersions(a: string, b: string): number {
	if (a === b) return 0;
	const special = specialOrder(a) - specialOrder(b);
	if (special !== 0) return special;
	return compareParts(withoutSuffix(a), withoutSuffix(b)) || compareParts(a, b);
}

/** Nothing, ".", "..", hidden names, then the others. */
function specialOrder(name: string): number {
	if (name === '') return 0;
	if (name === '.') return 1;
	if (name === '..') return 2;
	return name.startsWith('.') ? 3 : 4;
}

/** "a.tar.gz" without what its end says of its kind; a hidden name is more than that. */
function withoutSuffix(name: string): string {
	let end = name.length;
	for (;;) {
		const dot = name.lastIndexOf('.', end - 1);
		if (dot <= 0 || !/^\.[A-Za-z~][A-Za-z0-9~]*$/.test(name.slice(dot, end))) return name.slice(0, end);
		end = dot;
	}
}

/** Runs of other characters by their weights, runs of digits by value, in turns. */
function compareParts(a: string, b: string): number {
	const [left, right] = [a.match(/\D*\d*/g) ?? [], b.match(/\D*\d*/g) ?? []];
	for (let at = 0; at < Math.max(left.length, right.length); at++) {
		const [x, y] = [splitDigits(left[at] ?? ''), splitDigits(right[at] ?? '')];
		const found = compareTexts(x.text, y.text) || compareDigits(x.digits, y.digits);
		if (found !== 0) return found;
	}
	return 0;
}

function splitDigits(part: string): { readonly text: string; readonly digits: string } {
	const at = part.search(/\d/);
	return at < 0 ? { text: part, digits: '' } : { text: part.slice(0, at), digits: part.slice(at).replace(/^0+/, '') };
}

function compareTexts(a: string, b: string): number {
	for (let at = 0; at < Math.max(a.length, b.length); at++) {
		const found = weight(a[at]) - weight(b[at]);
		if (found !== 0) return found;
	}
	return 0;
}

function compareDigits(a: string, b: string): number {
	return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** `~` comes before the end, letters before what is none. */
function weight(character: string | undefined): number {
	if (character === undefined) return 0;
	if (character === '~') return -1;
	const code = character.charCodeAt(0);
	return /[A-Za-z]/.test(character) ? code : code + 256;
}
