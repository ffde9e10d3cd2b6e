import type { GetOptions } from '../verbs/get.ts';

export const TABLE_ACCEPT =
	'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

/** Asks for tables, with whole objects when they have to be sorted. */
export function tableRequest(
	options: GetOptions,
	withObjects: boolean,
): { accept?: string; query?: readonly (readonly [string, string])[] } {
	if (!options.serverPrint || !options.humanReadable) return {};
	return { accept: TABLE_ACCEPT, ...(withObjects ? { query: [['includeObject', 'Object'] as const] } : {}) };
}
