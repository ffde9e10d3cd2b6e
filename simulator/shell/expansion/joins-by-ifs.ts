import type { ParameterPart } from '../syntax/ast.ts';
import type { Fields } from './fields.ts';

/**
 * Whether a list that is not split is joined by IFS: as bash's ways through its code have it. Models subst.c
 * string_list_pos_params.
 */
export function joinsByIfs(part: ParameterPart, star: boolean, fields: Fields): boolean {
	const operation = part.operation?.type;
	if (fields.inDocument) return star && operation === undefined && part.index !== undefined && !part.indirect;
	if (star || part.quoted || fields.separators.joiner === '') return star;
	return operation === 'remove' || operation === 'transform';
}
