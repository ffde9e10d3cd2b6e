import type { Node } from './syntax-tree.ts';

const IDENTITY: Node = { type: 'identity' };

/**
 * A term with "?" behind it. Behind `.a`, `[]` or `[1:]` it forgives that step alone, once a value: what stands before it goes
 * on. Models parser.y Term, INDEX_OPT and EACH_OPT. Differs: computed indices forgive the whole term.
 */
export function forgiving(term: Node): Node {
	const only = (body: Node): Node => ({ type: 'try', body, handler: undefined });
	const isStep =
		term.type === 'iterate' ||
		(term.type === 'index' && term.index.type === 'literal') ||
		(term.type === 'slice' && [term.from, term.to].every((end) => end === undefined || end.type === 'literal'));
	if (!isStep) return only(term);
	return { type: 'pipe', left: term.term, right: only({ ...term, term: IDENTITY }) };
}
