import { notSupported } from '../../machinery/field-error.ts';
import { badRequest, invalid } from '../../machinery/status.ts';
import type { WriteContext } from '../registry/write-context.ts';
import type { ApiRequest, UserInfo } from '../request.ts';
import { firstValue } from './request-info.ts';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

const META_GROUP = 'meta.k8s.io';

/**
 * The write options in a request's query. Throws ApiError.
 * @param optionsKind "CreateOptions", "UpdateOptions", "PatchOptions", "DeleteOptions": named in refusals.
 */
export function writeOptions(
	request: ApiRequest,
	user: UserInfo,
	optionsKind: string,
	subresource: string,
): WriteContext & { readonly validation: FieldValidation } {
	const dryRun = request.query.get('dryRun') ?? [];
	for (const value of dryRun) {
		if (value === 'All') continue;
		throw invalid({ group: META_GROUP, kind: optionsKind }, '', [notSupported('dryRun', value, ['All'])]);
	}
	const validation = firstValue(request, 'fieldValidation') ?? '';
	if (!['', 'Strict', 'Warn', 'Ignore'].includes(validation)) {
		const error = notSupported('fieldValidation', validation, ['', 'Ignore', 'Strict', 'Warn']);
		throw invalid({ group: META_GROUP, kind: optionsKind }, '', [error]);
	}
	return {
		user,
		dryRun: dryRun.length > 0,
		optionsKind,
		query: request.query,
		fieldManager: firstValue(request, 'fieldManager') || managerOfUserAgent(request),
		subresource,
		warnings: [],
		validation: validation === '' ? 'Warn' : (validation as FieldValidation),
	};
}

/** "kubelet/v1.35.0 (linux/amd64) …" → "kubelet". Models apiserver/pkg/endpoints/handlers prefixFromUserAgent. */
function managerOfUserAgent(request: ApiRequest): string {
	return (request.headers.get('user-agent') ?? '').split('/')[0]?.slice(0, 128) || 'unknown';
}

/** A whole number in the query; undefined when absent. Throws ApiError. */
export function integerOption(request: ApiRequest, name: string): number | undefined {
	const text = firstValue(request, name);
	if (text === undefined || text === '') return undefined;
	if (/^[+-]?\d+$/.test(text)) return Number(text);
	throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** Models net/url conversion of a boolean: absent, "false" and "0" are false. */
export function booleanOption(request: ApiRequest, name: string): boolean {
	const text = firstValue(request, name);
	return text !== undefined && text.toLowerCase() !== 'false' && text !== '0';
}
