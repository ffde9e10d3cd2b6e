import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { dns1035Label, dns1123Subdomain, nameIsPathSegment, portNumber } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { keepSpecAndLabels } from '../strategy/generation.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import type { APIService, APIServiceSpec } from './types.ts';

const GROUP_PRIORITY_MAX = 20_000;
const VERSION_PRIORITY_MAX = 1_000;
const STATUSES = ['True', 'False', 'Unknown'];

/** Models kube-aggregator/pkg/apis/apiregistration/validation ValidateAPIService. */
function validate({ metadata, spec }: APIService): FieldError[] {
	const { group = '', version = '', groupPriorityMinimum, versionPriority } = spec;
	const requiredName = `${version}.${group}`;
	const validateName = (name: string): string[] => {
		const complaints = nameIsPathSegment(name, false);
		if (complaints.length > 0 || name === requiredName) return complaints;
		return [`must be \`spec.version+"."+spec.group\`: ${JSON.stringify(requiredName)}`];
	};
	const errors = validateObjectMeta(metadata, { namespaced: false, validateName, anyFinalizer: true });
	if (group === '' && version !== 'v1') {
		errors.push(required('spec.group', 'only v1 may have an empty group and it better be legacy kube'));
	}
	for (const complaint of group === '' ? [] : dns1123Subdomain(group)) {
		errors.push(invalidValue('spec.group', group, complaint));
	}
	for (const complaint of dns1035Label(version)) errors.push(invalidValue('spec.version', version, complaint));
	if (groupPriorityMinimum <= 0 || groupPriorityMinimum > GROUP_PRIORITY_MAX) {
		const because = `must be positive and less than ${GROUP_PRIORITY_MAX}`;
		errors.push(invalidValue('spec.groupPriorityMinimum', groupPriorityMinimum, because));
	}
	if (versionPriority <= 0 || versionPriority > VERSION_PRIORITY_MAX) {
		const because = `must be positive and less than ${VERSION_PRIORITY_MAX}`;
		errors.push(invalidValue('spec.versionPriority', versionPriority, because));
	}
	return [...errors, ...validateServer(spec)];
}

function validateServer({ service, caBundle = '', insecureSkipTLSVerify = false }: APIServiceSpec): FieldError[] {
	const errors: FieldError[] = [];
	if (service === undefined) {
		if (caBundle !== '') {
			const bytes = `${decodedLength(caBundle)} bytes`;
			errors.push(invalidValue('spec.caBundle', bytes, 'local APIServices may not have a caBundle'));
		}
		if (insecureSkipTLSVerify) {
			const because = 'local APIServices may not have insecureSkipTLSVerify';
			errors.push(invalidValue('spec.insecureSkipTLSVerify', true, because));
		}
		return errors;
	}
	const { namespace = '', name = '', port = 0 } = service;
	if (namespace === '') errors.push(required('spec.service.namespace'));
	if (name === '') errors.push(required('spec.service.name'));
	const complaints = portNumber(port);
	if (complaints.length > 0) {
		errors.push(invalidValue('spec.service.port', port, `port is not valid: ${complaints.join(', ')}`));
	}
	if (insecureSkipTLSVerify && caBundle !== '') {
		errors.push(invalidValue('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present'));
	}
	return errors;
}

/** Of base64 text. */
function decodedLength(text: string): number {
	const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
	return (text.length / 4) * 3 - padding;
}

/** Models ValidateAPIServiceStatus. */
function validateStatus({ status }: APIService): FieldError[] {
	return (status.conditions ?? []).flatMap(({ status: value }, index) =>
		STATUSES.includes(value) ? [] : [notSupported(`status.conditions[${index}].status`, value, STATUSES)],
	);
}

/** "True", "False (ServiceNotFound)". Models kube-aggregator/pkg/registry/apiservice/etcd ConvertToTable. */
function availability({ status }: APIService): string {
	const condition = status.conditions?.find(({ type }) => type === 'Available');
	if (condition === undefined) return 'Unknown';
	const { status: value, reason = '' } = condition;
	return value === 'True' || reason === '' ? value : `${value} (${reason})`;
}

/** Models kube-aggregator/pkg/registry/apiservice strategy.go. */
export const API_SERVICE = defineKind<APIService>({
	group: 'apiregistration.k8s.io',
	version: 'v1',
	kind: 'APIService',
	plural: 'apiservices',
	singular: 'apiservice',
	shortNames: [],
	categories: ['api-extensions'],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
	storagePrefix: 'apiregistration.k8s.io/apiservices',
	allowUnconditionalUpdate: false,
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsPathSegment,
	validate,
	validateUpdate: (service, old) => [
		...validateObjectMetaUpdate(service, old, { anyFinalizer: true }),
		...validate(service),
	],
	validateStatusUpdate: (service, old) => [
		...validateObjectMetaUpdate(service, old, { anyFinalizer: true }),
		...validateStatus(service),
	],
	applyDefaults: ({ spec }) => {
		if (spec.service !== undefined) spec.service.port ??= 443;
	},
	// What the server serves itself is there from the first moment.
	prepareForCreate: (service, world) => {
		const condition = {
			type: 'Available',
			status: 'True',
			lastTransitionTime: world.timestamp(),
			reason: 'Local',
			message: 'Local APIServices are always available',
		};
		service.status = service.spec.service === undefined ? { conditions: [condition] } : {};
	},
	prepareForUpdate: (service, old) => {
		service.status = old.status;
	},
	prepareForStatusUpdate: keepSpecAndLabels,
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Service',
			description: 'The reference to the service that hosts this API endpoint.',
			value: ({ spec: { service } }) =>
				service === undefined ? 'Local' : `${service.namespace ?? ''}/${service.name ?? ''}`,
		}),
		textColumn({ name: 'Available', description: 'Whether this service is available.', value: availability }),
		AGE_COLUMN,
	],
});
