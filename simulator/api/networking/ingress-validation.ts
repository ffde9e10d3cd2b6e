import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required, tooLong } from '../../machinery/field-error.ts';
import {
	dns1035Label,
	dns1123Label,
	dns1123Subdomain,
	nameIsDnsSubdomain,
	nameIsPathSegment,
	portName,
	portNumber,
	wildcardDns1123Subdomain,
} from '../../machinery/names.ts';
import { validateDomainPath } from '../validation/domain-path.ts';
import { parseAddress } from '../validation/ip-address.ts';
import { validateObjectMetaUpdate } from '../validation/object-meta.ts';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressClass } from './types.ts';

// Models pkg/apis/networking/validation ValidateIngressSpec, ValidateIngressClass.

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** Models ValidateIngressCreate. */
export function validateNewIngress(ingress: Ingress): FieldError[] {
	const errors = validateIngress(ingress);
	const annotation = ingress.metadata.annotations?.[CLASS_ANNOTATION];
	const { ingressClassName } = ingress.spec;
	if (annotation !== undefined && ingressClassName !== undefined && annotation !== ingressClassName) {
		const because = 'must match `ingressClassName` when both are specified';
		errors.push(invalidValue(`annotations.${CLASS_ANNOTATION}`, annotation, because));
	}
	return errors;
}

/** Models ValidateIngressUpdate. */
export function validateIngressUpdate(ingress: Ingress, old: Ingress): FieldError[] {
	return [...validateObjectMetaUpdate(ingress, old), ...validateIngress(ingress)];
}

/** Models pkg/registry/networking/ingress/strategy.go WarningsOnCreate. */
export function ingressWarnings({ metadata, spec }: Ingress, old: Ingress | undefined): string[] {
	const isOldStyle = metadata.annotations?.[CLASS_ANNOTATION] !== undefined && spec.ingressClassName === undefined;
	if (old !== undefined || !isOldStyle) return [];
	return [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`];
}

function validateIngress({ spec }: Ingress): FieldError[] {
	const errors: FieldError[] = [];
	const rules = spec.rules ?? [];
	if (rules.length === 0 && spec.defaultBackend === undefined) {
		errors.push(invalidValue('spec', null, 'either `defaultBackend` or `rules` must be specified'));
	}
	if (spec.defaultBackend !== undefined) errors.push(...validateBackend(spec.defaultBackend, 'spec.defaultBackend'));
	for (const [index, { host, http }] of rules.entries()) {
		const at = `spec.rules[${index}]`;
		if (host !== undefined) errors.push(...validateHost(host, `${at}.host`));
		if (http === undefined) continue;
		if ((http.paths ?? []).length === 0) errors.push(required(`${at}.http.paths`));
		for (const [i, path] of (http.paths ?? []).entries()) {
			errors.push(...validatePath(path, `${at}.http.paths[${i}]`));
		}
	}
	for (const [index, { hosts, secretName }] of (spec.tls ?? []).entries()) {
		for (const [i, host] of (hosts ?? []).entries()) {
			const complaints = host.includes('*') ? wildcardDns1123Subdomain(host) : dns1123Subdomain(host);
			for (const complaint of complaints) errors.push(invalidValue(`spec.tls[${index}].hosts[${i}]`, host, complaint));
		}
		for (const complaint of secretName === undefined ? [] : nameIsDnsSubdomain(secretName, false)) {
			errors.push(invalidValue(`spec.tls[${index}].secretName`, secretName, complaint));
		}
	}
	const className = spec.ingressClassName;
	for (const complaint of className === undefined ? [] : nameIsDnsSubdomain(className, false)) {
		errors.push(invalidValue('spec.ingressClassName', className, complaint));
	}
	return errors;
}

function validateHost(host: string, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (parseAddress(host) !== undefined) {
		errors.push(invalidValue(path, host, 'must be a DNS name, not an IP address'));
	}
	const complaints = host.includes('*') ? wildcardDns1123Subdomain(host) : dns1123Subdomain(host);
	for (const complaint of complaints) errors.push(invalidValue(path, host, complaint));
	return errors;
}

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const BAD_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_ENDS = ['/..', '/.'];

function validatePath({ path = '', pathType, backend }: HTTPIngressPath, at: string): FieldError[] {
	if (!pathType) return [required(`${at}.pathType`, 'pathType must be specified')];
	const errors: FieldError[] = [];
	const exact = pathType === 'Exact' || pathType === 'Prefix';
	if (!PATH_TYPES.includes(pathType)) errors.push(notSupported(`${at}.pathType`, pathType, PATH_TYPES));
	else if (!path.startsWith('/') && (exact || path !== '')) {
		errors.push(invalidValue(`${at}.path`, path, 'must be an absolute path'));
	}
	if (exact) {
		for (const bad of BAD_SEQUENCES) {
			if (path.includes(bad)) errors.push(invalidValue(`${at}.path`, path, `must not contain '${bad}'`));
		}
		for (const bad of BAD_ENDS) {
			if (path.endsWith(bad)) errors.push(invalidValue(`${at}.path`, path, `cannot end with '${bad}'`));
		}
	}
	errors.push(...validateBackend(backend, `${at}.backend`));
	return errors;
}

function validateBackend({ resource, service }: IngressBackend, path: string): FieldError[] {
	if (resource !== undefined && service !== undefined) {
		return [invalidValue(path, '', 'cannot set both resource and service backends')];
	}
	if (resource !== undefined) return validateReference(resource, `${path}.resource`);
	if (service === undefined) return [invalidValue(path, '', 'resource or service backend is required')];
	const errors: FieldError[] = [];
	if (service.name === '') errors.push(required(`${path}.service.name`));
	else {
		for (const complaint of dns1035Label(service.name)) {
			errors.push(invalidValue(`${path}.service.name`, service.name, complaint));
		}
	}
	const { name = '', number = 0 } = service.port ?? {};
	if (name !== '' && number !== 0) errors.push(invalidValue(path, '', 'cannot set both port name & port number'));
	else if (name !== '') {
		for (const complaint of portName(name)) errors.push(invalidValue(`${path}.service.port.name`, name, complaint));
	} else if (number !== 0) {
		for (const complaint of portNumber(number)) {
			errors.push(invalidValue(`${path}.service.port.number`, number, complaint));
		}
	} else errors.push(required(path, 'port name or number is required'));
	return errors;
}

interface Reference {
	readonly apiGroup?: string;
	readonly kind: string;
	readonly name: string;
}

function validateReference({ apiGroup, kind, name }: Reference, path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const complaint of apiGroup === undefined ? [] : dns1123Subdomain(apiGroup)) {
		errors.push(invalidValue(`${path}.apiGroup`, apiGroup, complaint));
	}
	for (const [field, value] of Object.entries({ kind, name })) {
		if (value === '') errors.push(required(`${path}.${field}`, `${field} is required`));
		for (const complaint of nameIsPathSegment(value, false)) {
			errors.push(invalidValue(`${path}.${field}`, value, complaint));
		}
	}
	return errors;
}

const CONTROLLER_LENGTH_MAX = 250;

export function validateIngressClass({ spec }: IngressClass): FieldError[] {
	const errors: FieldError[] = [];
	const controller = spec.controller ?? '';
	if (controller.length > CONTROLLER_LENGTH_MAX) errors.push(tooLong('spec.controller', CONTROLLER_LENGTH_MAX));
	errors.push(...validateDomainPath(controller, 'spec.controller'));
	const { parameters } = spec;
	if (parameters === undefined) return errors;
	const at = 'spec.parameters';
	errors.push(...validateReference(parameters, at));
	const { scope, namespace } = parameters;
	if (scope === undefined) errors.push(required(`${at}.scope`));
	else if (scope === 'Namespace') {
		if (namespace === undefined) {
			errors.push(required(`${at}.namespace`, "`parameters.scope` is set to 'Namespace'"));
		}
		for (const complaint of namespace === undefined ? [] : dns1123Label(namespace)) {
			errors.push(invalidValue(`${at}.namespace`, namespace, complaint));
		}
	} else if (scope !== 'Cluster') errors.push(notSupported(`${at}.scope`, scope, ['Cluster', 'Namespace']));
	else if (namespace !== undefined) {
		errors.push(forbiddenField(`${at}.namespace`, "`parameters.scope` is set to 'Cluster'"));
	}
	return errors;
}
