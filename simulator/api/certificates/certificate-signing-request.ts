import { humanDuration } from '../../machinery/duration.ts';
import { nameIsPathSegment } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { describeSigningRequest } from './signing-request-describe.ts';
import { requestState } from './signing-request-state.ts';
import { validateRequestChange, validateSigningRequest } from './signing-request-validation.ts';
import type { CertificateSigningRequest } from './types.ts';

const TYPE = 'io.k8s.api.certificates.v1.CertificateSigningRequest';
const SPEC = `${TYPE}Spec`;
const META = { namespaced: false, validateName: nameIsPathSegment };

/** Who asks is written into the spec by the server's hook. Models pkg/registry/certificates/certificates/strategy.go. */
export const CERTIFICATE_SIGNING_REQUEST = defineKind<CertificateSigningRequest>({
	group: 'certificates.k8s.io',
	version: 'v1',
	kind: 'CertificateSigningRequest',
	plural: 'certificatesigningrequests',
	singular: 'certificatesigningrequest',
	shortNames: ['csr'],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'certificatesigningrequests',
	subresources: [{ name: 'approval', verbs: ['get', 'patch', 'update'] }, STATUS_SUBRESOURCE],
	validateName: nameIsPathSegment,
	selectableFields: ({ spec }) => ({ 'spec.signerName': spec.signerName }),
	prepareForCreate: (request) => {
		request.status = {};
	},
	prepareForUpdate: (request, old) => {
		request.spec = old.spec;
		request.status = old.status;
	},
	prepareForStatusUpdate: (request, old) => {
		request.spec = old.spec;
	},
	validate: (request) => [...validateObjectMeta(request.metadata, META), ...validateSigningRequest(request, true)],
	validateUpdate: (request, old) => [
		...validateSigningRequest(request, false),
		...validateObjectMetaUpdate(request, old),
		...validateRequestChange(request, old),
	],
	validateStatusUpdate: (request, old) => [
		...validateSigningRequest(request, false),
		...validateObjectMetaUpdate(request, old),
		...validateRequestChange(request, old, 'status'),
	],
	columns: [
		NAME_COLUMN,
		AGE_COLUMN,
		textColumn({ name: 'SignerName', description: fieldDoc(SPEC, 'signerName'), value: ({ spec }) => spec.signerName }),
		textColumn({ name: 'Requestor', description: fieldDoc(SPEC, 'request'), value: ({ spec }) => spec.username ?? '' }),
		textColumn({
			name: 'RequestedDuration',
			description: fieldDoc(SPEC, 'expirationSeconds'),
			value: ({ spec: { expirationSeconds } }) =>
				expirationSeconds === undefined ? '<none>' : humanDuration(expirationSeconds * 1000),
		}),
		textColumn({ name: 'Condition', description: fieldDoc(`${TYPE}Status`, 'conditions'), value: requestState }),
	],
	describe: describeSigningRequest,
});
