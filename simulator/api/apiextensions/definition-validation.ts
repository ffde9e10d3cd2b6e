import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { dns1035Label, dns1123Subdomain } from '../../machinery/names.ts';
import type { Pace } from '../../machinery/rest.ts';
import type { Task } from '../../machinery/task.ts';
import { validateClientConfig } from '../admissionregistration/webhook-url.ts';
import { IMMUTABLE, validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { isDefinitionCondition } from './definition-conditions.ts';
import type {
	CustomResourceConversion,
	CustomResourceDefinition,
	CustomResourceDefinitionNames,
	CustomResourceDefinitionSpec,
	CustomResourceDefinitionVersion,
} from './types.ts';
import { type VersionParts, validateParts, validateVersion } from './version-validation.ts';

/** Models apiextensions-apiserver/pkg/apis/apiextensions/validation ValidateCustomResourceDefinition. */
export function* validateDefinition(definition: CustomResourceDefinition, pace: Pace): Task<FieldError[]> {
	const { metadata, spec } = definition;
	const wanted = `${spec.names.plural}.${spec.group}`;
	const validateName = (name: string): string[] => [
		...dns1123Subdomain(name),
		...(name === wanted ? [] : ['must be spec.names.plural+"."+spec.group']),
	];
	return [
		...validateObjectMeta(metadata, { namespaced: false, validateName, anyFinalizer: true }),
		...(yield* validateSpec(spec, pace)),
		...validateNames(definition.status.acceptedNames, 'status.acceptedNames'),
		...validateStoredVersions(definition),
		...validateApproval(definition),
		...validatePreserved(definition),
	];
}

/** Models ValidateCustomResourceDefinitionUpdate. */
export function* validateDefinitionUpdate(
	definition: CustomResourceDefinition,
	old: CustomResourceDefinition,
	pace: Pace,
): Task<FieldError[]> {
	const { spec } = definition;
	const meta = validateObjectMetaUpdate(definition, old, { anyFinalizer: true });
	const errors = [...meta, ...(yield* validateSpec(spec, pace))];
	const immutable = (value: unknown, before: unknown, path: string): void => {
		if (!jsonEqual(value, before)) errors.push(invalidValue(path, value, IMMUTABLE));
	};
	if (isDefinitionCondition(old, 'Established')) {
		immutable(spec.scope, old.spec.scope, 'spec.scope');
		immutable(spec.names.kind, old.spec.names.kind, 'spec.names.kind');
	}
	immutable(spec.group, old.spec.group, 'spec.group');
	immutable(spec.names.plural, old.spec.names.plural, 'spec.names.plural');
	return [
		...errors,
		...validateNames(definition.status.acceptedNames, 'status.acceptedNames'),
		...validateStoredVersions(definition),
		...(jsonEqual(old.metadata.annotations, definition.metadata.annotations) ? [] : validateApproval(definition)),
		...validatePreserved(definition),
	];
}

function* validateSpec(spec: CustomResourceDefinitionSpec, pace: Pace): Task<FieldError[]> {
	const errors: FieldError[] = [];
	const group = spec.group ?? '';
	const groupProblems = dns1123Subdomain(group);
	if (group === '') errors.push(required('spec.group'));
	else if (groupProblems.length > 0) errors.push(invalidValue('spec.group', group, groupProblems.join(',')));
	else if (!group.includes('.')) {
		errors.push(invalidValue('spec.group', group, 'should be a domain with at least one dot'));
	}
	const scopes = ['Cluster', 'Namespaced'];
	if ((spec.scope ?? '') === '') errors.push(required('spec.scope'));
	else if (!scopes.includes(spec.scope)) errors.push(notSupported('spec.scope', spec.scope, scopes));
	const { versions, shared } = sharedParts(spec.versions ?? []);
	for (const error of yield* validateVersions(spec.versions ?? [], versions, shared, pace)) errors.push(error);
	for (const name of ['plural', 'singular', 'kind', 'listKind'] as const) {
		if ((spec.names[name] ?? '') === '') errors.push(required(`spec.names.${name}`));
	}
	errors.push(...validateNames(spec.names, 'spec.names'));
	const hasStatus = [shared, ...versions].some(({ subresources }) => subresources?.status !== undefined);
	for (const error of yield* validateParts(shared, { path: 'spec', schema: 'validation', hasStatus }, pace))
		errors.push(error);
	const { preserveUnknownFields, conversion } = spec;
	if (preserveUnknownFields === true && conversion !== undefined && conversion.strategy !== 'None') {
		const detail = 'must be None if spec.preserveUnknownFields is true';
		errors.push(invalidValue('spec.conversion.strategy', conversion.strategy, detail));
	}
	return [...errors, ...validateConversion(conversion)];
}

const PARTS = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;

/**
 * What all versions have alike is judged once, as a part of the whole: messages name it there, also of a definition
 * with one version. Models apiextensions/v1 Convert_v1_CustomResourceDefinitionSpec_To_apiextensions_CustomResourceDefinitionSpec.
 */
function sharedParts(versions: readonly CustomResourceDefinitionVersion[]): {
	readonly versions: readonly CustomResourceDefinitionVersion[];
	readonly shared: VersionParts;
} {
	const shared: VersionParts = {};
	const own = versions.map((version) => ({ ...version }));
	const [first] = versions;
	for (const part of PARTS) {
		if (first === undefined || !versions.every((each) => jsonEqual(each[part], first[part]))) continue;
		Object.assign(shared, first[part] === undefined ? {} : { [part]: first[part] });
		for (const version of own) delete version[part];
	}
	return { versions: own, shared };
}

/** @param given as the client sent them. @param versions without what they share. */
function* validateVersions(
	given: readonly CustomResourceDefinitionVersion[],
	versions: readonly CustomResourceDefinitionVersion[],
	shared: VersionParts,
	pace: Pace,
): Task<FieldError[]> {
	const errors: FieldError[] = [];
	for (const [index, version] of given.entries()) {
		if (version.schema?.openAPIV3Schema !== undefined) continue;
		errors.push(required(`spec.versions[${index}].schema.openAPIV3Schema`));
	}
	const each = versions.some(({ subresources }) => subresources !== undefined);
	for (const [index, version] of versions.entries()) {
		const problems = dns1035Label(version.name);
		const path = `spec.versions[${index}]`;
		if (problems.length > 0) errors.push(invalidValue(`${path}.name`, version.name, problems.join(',')));
		const { subresources } = each ? version : shared;
		for (const error of yield* validateVersion(version, subresources?.status !== undefined, path, pace))
			errors.push(error);
	}
	if (new Set(given.map(({ name }) => name)).size < given.length) {
		errors.push(invalidValue('spec.versions', given, 'must contain unique version names'));
	}
	if (given.filter(({ storage }) => storage).length !== 1) {
		errors.push(invalidValue('spec.versions', given, 'must have exactly one version marked as storage version'));
	}
	return errors;
}

/** Models ValidateCustomResourceDefinitionNames. */
function validateNames(names: CustomResourceDefinitionNames | undefined, path: string): FieldError[] {
	if (names === undefined) return [];
	const errors: FieldError[] = [];
	const label = (field: string, value: string, prefix = ''): void => {
		const problems = value === '' ? [] : dns1035Label(prefix === '' ? value : value.toLowerCase());
		if (problems.length > 0) errors.push(invalidValue(`${path}.${field}`, value, prefix + problems.join(',')));
	};
	const { plural = '', singular = '', kind = '', listKind = '', shortNames = [], categories = [] } = names;
	label('plural', plural);
	label('singular', singular);
	label('kind', kind, 'may have mixed case, but should otherwise match: ');
	label('listKind', listKind, 'may have mixed case, but should otherwise match: ');
	for (const [index, name] of shortNames.entries()) label(`shortNames[${index}]`, name);
	if (kind !== '' && kind === listKind) {
		errors.push(invalidValue(`${path}.listKind`, listKind, 'kind and listKind may not be the same'));
	}
	for (const [index, name] of categories.entries()) label(`categories[${index}]`, name);
	return errors;
}

/** Models validateCustomResourceConversion. Differs: the certificates of a conversion webhook are not looked at. */
function validateConversion(conversion: CustomResourceConversion | undefined): FieldError[] {
	if (conversion === undefined) return [];
	const { strategy = '', webhook } = conversion;
	const path = 'spec.conversion';
	const errors: FieldError[] = [];
	const strategies = ['None', 'Webhook'];
	const client = webhook?.clientConfig;
	const reviews = webhook?.conversionReviewVersions ?? [];
	if (strategy === '') errors.push(required(`${path}.strategy`));
	else if (!strategies.includes(strategy)) errors.push(notSupported(`${path}.strategy`, strategy, strategies));
	if (strategy !== 'Webhook') {
		const detail = 'should not be set when strategy is not set to Webhook';
		if (client !== undefined) errors.push(forbiddenField(`${path}.webhookClientConfig`, detail));
		if (reviews.length > 0) errors.push(forbiddenField(`${path}.conversionReviewVersions`, detail));
		return errors;
	}
	if (client === undefined) {
		errors.push(required(`${path}.webhookClientConfig`, 'required when strategy is set to Webhook'));
	} else errors.push(...validateClientConfig(client, `${path}.webhookClientConfig`));
	return [...errors, ...validateReviewVersions(reviews, `${path}.conversionReviewVersions`)];
}

/** Models validateConversionReviewVersions. */
function validateReviewVersions(reviews: readonly string[], path: string): FieldError[] {
	if (reviews.length === 0) return [required(path)];
	const errors: FieldError[] = [];
	for (const [index, review] of reviews.entries()) {
		const problems = reviews.indexOf(review) < index ? ['duplicate version'] : dns1035Label(review);
		errors.push(...problems.map((detail) => invalidValue(`${path}[${index}]`, review, detail)));
	}
	if (!reviews.some((each) => each === 'v1' || each === 'v1beta1')) {
		errors.push(invalidValue(path, reviews, 'must include at least one of v1, v1beta1'));
	}
	return errors;
}

/** Models ValidateCustomResourceDefinitionStoredVersions. */
function validateStoredVersions({ spec, status }: CustomResourceDefinition): FieldError[] {
	const path = 'status.storedVersions';
	const stored = status.storedVersions ?? [];
	if (stored.length === 0) return [invalidValue(path, stored, 'must have at least one stored version')];
	const errors: FieldError[] = [];
	for (const { name, storage } of spec.versions) {
		if (storage && !stored.includes(name)) {
			errors.push(invalidValue(path, stored, `must have the storage version ${name}`));
		}
	}
	for (const [index, name] of stored.entries()) {
		if (spec.versions.some((each) => each.name === name)) continue;
		const detail = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
		errors.push(invalidValue(`${path}[${index}]`, name, detail));
	}
	return errors;
}

const APPROVAL = 'api-approved.kubernetes.io';

/** Groups of Kubernetes itself have to be approved. Models validateAPIApproval and GetAPIApprovalState. */
function validateApproval({ metadata, spec }: CustomResourceDefinition): FieldError[] {
	const isProtected = /(^|\.)(k8s|kubernetes)\.io$/.test(spec.group ?? '');
	if (!isProtected) return [];
	const path = `metadata.annotations[${APPROVAL}]`;
	const value = metadata.annotations?.[APPROVAL] ?? '';
	if (value === '') {
		const detail =
			'protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111';
		return [required(path, detail)];
	}
	if (value.startsWith('unapproved') || /^https?:\/\/[^\s/]+/.test(value)) return [];
	const detail =
		'protected groups must have approval annotation "api-approved.kubernetes.io" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111';
	return [invalidValue(path, value, detail)];
}

function validatePreserved({ spec }: CustomResourceDefinition): FieldError[] {
	if (spec.preserveUnknownFields !== true) return [];
	const detail =
		'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
	return [invalidValue('spec.preserveUnknownFields', true, detail)];
}
