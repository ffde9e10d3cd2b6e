import type * as unbash from 'unbash';

/** A here-document stands behind the function: its own, or one that begins in its last line. */
export function hasDocumentBehind(node: unbash.Function, text: string): boolean {
	if (!text.includes('<<')) return false;
	for (const each of nodesOf(node)) {
		const { type, body } = each as Partial<unbash.HereDoc>;
		if (type === 'HereDoc' && body !== undefined && body.end > node.pos + text.length) return true;
	}
	return node.body.type === 'Redirected' && node.body.redirects.some((redirect) => redirect.type === 'HereDoc');
}

/** The last function with a brace body among a tree's nodes. */
export function lastFunctionBody(node: object): { readonly pos: number } | undefined {
	let last: { readonly pos: number } | undefined;
	for (const each of nodesOf(node)) {
		const { type, body } = each as Partial<unbash.Function>;
		if (type === 'Function' && body?.type === 'BraceGroup' && body.pos > (last?.pos ?? -1)) last = body;
	}
	return last;
}

function nodesOf(node: object): readonly object[] {
	const nodes: object[] = [];
	const waiting: object[] = [node];
	for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
		nodes.push(each);
		for (const value of Object.values(each)) if (typeof value === 'object' && value !== null) waiting.push(value);
	}
	return nodes;
}

/** Of a here-document only its delimiter. */
export function endOf(item: unbash.Command['prefix'][number]): number {
	if (item.type === 'Assignment') return item.end;
	return (item.type === 'HereDoc' ? item.delimiter?.end : item.target?.end) ?? item.end;
}
