/** "spec.containers[0].image": where in a document something stands, as strict decoding names it. */
export function formatPath(path: readonly (string | number)[]): string {
	let out = '';
	for (const part of path) out += typeof part === 'number' ? `[${part}]` : out === '' ? part : `.${part}`;
	return out;
}
