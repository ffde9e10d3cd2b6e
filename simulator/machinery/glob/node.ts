export type Node =
	| { readonly type: 'char'; readonly code: number }
	| { readonly type: 'any' }
	| { readonly type: 'star' }
	| { readonly type: 'class'; readonly negated: boolean; readonly ranges: readonly number[]; readonly fold: boolean }
	| { readonly type: 'group'; readonly operator: string; readonly alternatives: readonly (readonly Node[])[] };

export function matchesOne(node: Node, code: number): boolean {
	switch (node.type) {
		case 'char':
			return node.code === code;
		case 'any':
			return true;
		case 'class':
			return inClass(node, code);
		default:
			return false;
	}
}

function inClass(node: Extract<Node, { type: 'class' }>, code: number): boolean {
	const ranges = node.ranges;
	for (let i = 0; i < ranges.length; i += 2) {
		if (code >= (ranges[i] as number) && code <= (ranges[i + 1] as number)) return !node.negated;
	}
	return node.negated;
}
