import { decodeBase64, encodeBase64Url } from '../../machinery/base64.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported } from '../../machinery/field-error.ts';
import { ApiError, badRequest, invalid } from '../../machinery/status.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { JsonSyntaxError, parseJson } from '../decoding/parse-json.ts';
import { booleanOption, integerOption } from '../request/options.ts';
import { firstValue } from '../request/request-info.ts';
import type { ApiRequest } from '../request.ts';

/** metav1.ListOptions of a request, checked. */
export interface ListOptions {
	readonly labelSelector: string | undefined;
	readonly fieldSelector: string | undefined;
	/** '' when not given. */
	readonly resourceVersion: string;
	readonly resourceVersionMatch: string;
	readonly limit: number;
	readonly continue: string;
	readonly allowWatchBookmarks: boolean;
	readonly sendInitialEvents: boolean | undefined;
	readonly timeoutSeconds: number | undefined;
}

/** Throws ApiError. Models apimachinery/pkg/apis/meta/internalversion/validation ValidateListOptions. */
export function listOptions(request: ApiRequest, isWatch: boolean): ListOptions {
	const sendText = firstValue(request, 'sendInitialEvents');
	const options: ListOptions = {
		labelSelector: firstValue(request, 'labelSelector'),
		fieldSelector: firstValue(request, 'fieldSelector'),
		resourceVersion: firstValue(request, 'resourceVersion') ?? '',
		resourceVersionMatch: firstValue(request, 'resourceVersionMatch') ?? '',
		limit: integerOption(request, 'limit') ?? 0,
		continue: firstValue(request, 'continue') ?? '',
		allowWatchBookmarks: booleanOption(request, 'allowWatchBookmarks'),
		sendInitialEvents: sendText === undefined ? undefined : booleanOption(request, 'sendInitialEvents'),
		timeoutSeconds: integerOption(request, 'timeoutSeconds'),
	};
	const errors = isWatch ? watchErrors(options) : listErrors(options);
	if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
	return options;
}

function listErrors(options: ListOptions): FieldError[] {
	const errors: FieldError[] = [];
	const { resourceVersionMatch: match, resourceVersion: version } = options;
	if (match !== '') errors.push(...matchErrors(options, match, version));
	if (options.sendInitialEvents !== undefined) {
		errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
	}
	return errors;
}

function matchErrors(options: ListOptions, match: string, version: string): FieldError[] {
	const errors: FieldError[] = [];
	if (version === '') {
		errors.push(
			forbiddenField('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided'),
		);
	}
	if (options.continue !== '') {
		errors.push(forbiddenField('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided'));
	}
	if (match !== 'Exact' && match !== 'NotOlderThan') {
		errors.push(notSupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']));
	}
	if (match === 'Exact' && version === '0') {
		errors.push(
			forbiddenField('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
		);
	}
	return errors;
}

function watchErrors({ resourceVersionMatch: match, sendInitialEvents, continue: token }: ListOptions): FieldError[] {
	const errors: FieldError[] = [];
	const refuse = (detail: string): void => {
		errors.push(forbiddenField('resourceVersionMatch', detail));
	};
	if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
		refuse('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
	}
	if (match === '') return errors;
	if (sendInitialEvents === undefined) {
		refuse('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
	}
	if (match !== 'NotOlderThan') errors.push(notSupported('resourceVersionMatch', match, ['NotOlderThan']));
	if (token !== '') refuse('resourceVersionMatch is forbidden when continue is provided');
	return errors;
}

/** The number in a resourceVersion; 0 for none. Throws ApiError. */
export function parseVersion(text: string): number {
	if (text === '') return 0;
	if (/^\d{1,15}$/.test(text)) return Number(text);
	const detail = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
	throw invalid({ group: '', kind: 'ListOptions' }, '', [invalidValue('resourceVersion', text, detail)]);
}

/** A version that the server has not reached. Models apiserver/pkg/storage NewTooLargeResourceVersionError. */
export function tooLargeVersion(version: number, current: number): ApiError {
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: `Timeout: Too large resource version: ${version}, current: ${current}`,
		reason: 'Timeout',
		details: {
			causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
			retryAfterSeconds: 1,
		},
		code: 504,
	});
}

/** Where a list goes on. */
export interface Continuation {
	/** The revision of the first page; −1: whatever is current. */
	readonly revision: number;
	/** The first key wanted, after the collection's prefix. */
	readonly start: string;
}

/** Models apiserver/pkg/storage EncodeContinue. */
export function encodeContinuation({ revision, start }: Continuation): string {
	return encodeBase64Url(encodeUtf8(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start })));
}

/** Throws ApiError. Models apiserver/pkg/storage DecodeContinue. */
export function decodeContinuation(token: string): Continuation {
	const complaint = (why: string): ApiError => badRequest(`invalid continue token: continue key is not valid${why}`);
	const illegal = token.search(/[^\w-]/);
	if (illegal >= 0 || token.length % 4 === 1) {
		const at = illegal >= 0 ? illegal : token.length - 1;
		throw complaint(`: illegal base64 data at input byte ${at}`);
	}
	let decoded: { readonly v?: unknown; readonly rv?: unknown; readonly start?: unknown };
	try {
		decoded = Object(parseJson(decodeUtf8(decodeBase64(token))).value);
	} catch (error) {
		if (error instanceof JsonSyntaxError) throw complaint(`: ${error.message}`);
		throw error;
	}
	const { v = '', rv = 0, start = '' } = decoded;
	if (v !== META_VERSION) throw complaint(`: server does not recognize this encoded version ${v}`);
	if (typeof rv !== 'number' || rv === 0) {
		throw complaint(`: incorrect encoded start resourceVersion (version ${META_VERSION})`);
	}
	if (typeof start !== 'string' || start === '') throw complaint(`: encoded start key empty (version ${META_VERSION})`);
	// Nobody gets out of the collection by dots and slashes.
	if (/\/\/|(^|\/)\.\.?(\/|$)|\/$/.test(start.replace(/^\//, ''))) throw complaint(`: ${start}`);
	return { revision: rv, start };
}

const META_VERSION = 'meta.k8s.io/v1';

/** The first page's revision has been compacted. Models apiserver/pkg/storage/etcd3 handleExpiredToken. */
export function expiredContinuation(start: string): ApiError {
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: { continue: encodeContinuation({ revision: -1, start }) },
		status: 'Failure',
		message:
			'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
		reason: 'Expired',
		code: 410,
	});
}
