import type { ParameterPart } from '../syntax/ast.ts';
import type { Fields } from './fields.ts';

/**
 * Whether a list that is not split is joined by IFS: as bash's ways through its code have it. Models subst.c
 * string_list_pos_params.
 */
export function joinsByIfs(part: ParameterPart, star: boolean, fields: Fields): boolean {
	const operation = part.operation?.type;
	const { place } = fields;
	if (place === 'document' && operation === 'names') return star && fields.separators.joiner === '';
	if (place === 'document') return star && operation === undefined && part.index !== undefined && !part.indirect;
	if (star || place === 'word' || place === 'case' || fields.separators.joiner === '') return star;
	if (place === 'element' || operation === 'remove' || operation === 'transform' || operation === 'names') return true;
	return part.quoted && (operation === 'slice' || operation === 'replace' || operation === 'case' || part.indirect);
}
