/** A piece of a random script, kept as a tree so that a script that shows a difference can be made smaller. */
export type Node =
	| { readonly kind: 'text'; readonly text: string }
	/** Parts of which any may be left out. */
	| { readonly kind: 'list'; readonly parts: readonly Node[]; readonly between: string }
	/** Something around a child, which may stand alone. */
	| { readonly kind: 'around'; readonly before: string; readonly child: Node; readonly after: string }
	/** Parts that only make sense together. */
	| { readonly kind: 'whole'; readonly parts: readonly Node[] };

export function text(value: string): Node {
	return { kind: 'text', text: value };
}

export function list(parts: readonly Node[], between: string): Node {
	return { kind: 'list', parts, between };
}

export function around(before: string, child: Node, after: string): Node {
	return { kind: 'around', before, child, after };
}

export function whole(...parts: readonly (Node | string)[]): Node {
	return { kind: 'whole', parts: parts.map((part) => (typeof part === 'string' ? text(part) : part)) };
}

export function render(node: Node): string {
	switch (node.kind) {
		case 'text':
			return node.text;
		case 'list':
			return node.parts.map(render).join(node.between);
		case 'around':
			return node.before + render(node.child) + node.after;
		case 'whole':
			return node.parts.map(render).join('');
	}
}

/** Every tree that is one step smaller, the greatest steps first. */
export function smaller(node: Node): Node[] {
	switch (node.kind) {
		case 'text':
			return [];
		case 'list': {
			const { parts, between } = node;
			const out: Node[] = [];
			if (parts.length > 3) {
				const half = parts.length >> 1;
				out.push(list(parts.slice(0, half), between), list(parts.slice(half), between));
			}
			if (parts.length > 1) {
				for (let i = 0; i < parts.length; i++) out.push(list(without(parts, i), between));
			}
			return [...out, ...inside(parts).map((changed) => list(changed, between))];
		}
		case 'around':
			return [node.child, ...smaller(node.child).map((child) => around(node.before, child, node.after))];
		case 'whole':
			return inside(node.parts).map((parts) => ({ kind: 'whole', parts }));
	}
}

function without(parts: readonly Node[], index: number): Node[] {
	return parts.filter((_, i) => i !== index);
}

/** One part smaller, the others as they are. */
function inside(parts: readonly Node[]): Node[][] {
	return parts.flatMap((part, index) => smaller(part).map((changed) => parts.with(index, changed)));
}
