import { ApiError } from '../../machinery/status.ts';
import type { ApiRequest } from '../request.ts';

/** How the client wants objects. */
export interface OutputForm {
	readonly encoding: 'json' | 'yaml';
	/** What becomes of objects and lists on the way out. */
	readonly as: 'object' | 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';
	/** Of the converted form: "v1" or "v1beta1" of meta.k8s.io. */
	readonly version: string;
}

const PLAIN: OutputForm = { encoding: 'json', as: 'object', version: '' };

/**
 * The first form in the Accept header that the server can produce. Throws ApiError (406) when there is none.
 * Models apiserver/pkg/endpoints/handlers/negotiation NegotiateMediaTypeOptions.
 */
export function outputForm(request: ApiRequest): OutputForm {
	const accept = request.headers.get('accept');
	if (accept === undefined || accept === '' || accept === 'application/json' || accept === '*/*') return PLAIN;
	for (const clause of accept.split(',')) {
		const [range = '', ...parameters] = clause.split(';').map((part) => part.trim());
		const encoding = ENCODINGS.get(range.toLowerCase());
		if (encoding === undefined) continue;
		const values = new Map(parameters.map((each) => each.split('=') as [string, string]));
		const as = values.get('as');
		if (as === undefined) return { encoding, as: 'object', version: '' };
		const version = values.get('v') ?? '';
		if (values.get('g') !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) continue;
		if (as === 'Table' || as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') {
			return { encoding, as, version };
		}
	}
	throw notAcceptable();
}

const ENCODINGS: ReadonlyMap<string, OutputForm['encoding']> = new Map([
	['application/json', 'json'],
	['application/*', 'json'],
	['*/*', 'json'],
	['application/yaml', 'yaml'],
]);

function notAcceptable(): ApiError {
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message:
			'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
		reason: 'NotAcceptable',
		code: 406,
	});
}
