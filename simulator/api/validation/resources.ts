import type { FieldError } from '../../machinery/field-error.ts';
import {
	duplicate,
	FieldError as FieldErrorClass,
	forbiddenField,
	invalidValue,
	required,
} from '../../machinery/field-error.ts';
import { dns1123Label, qualifiedName } from '../../machinery/names.ts';
import { ownValue } from '../../machinery/own-value.ts';
import { compareQuantities, milliValue, parseQuantity, wholeValue } from '../../machinery/quantity.ts';
import type { ResourceClaim, ResourceRequirements } from '../core/types/container.ts';
import { nonNegative } from './object-meta.ts';

// Models pkg/apis/core/validation validateResourceRequirements and pkg/apis/core/helper.

const HUGEPAGES = 'hugepages-';
const STANDARD_CONTAINER = new Set(['cpu', 'memory', 'ephemeral-storage']);
const COUNTED = [
	'pods',
	'resourcequotas',
	'services',
	'replicationcontrollers',
	'secrets',
	'configmaps',
	'persistentvolumeclaims',
	'services.nodeports',
	'services.loadbalancers',
];
const REQUESTS_AND_LIMITS = ['requests', 'limits'].flatMap((side) =>
	['cpu', 'memory', 'ephemeral-storage'].map((name) => `${side}.${name}`),
);
const INTEGER = new Set(COUNTED);
const STANDARD = new Set([...STANDARD_CONTAINER, ...REQUESTS_AND_LIMITS, ...COUNTED, 'storage', 'requests.storage']);
const STANDARD_QUOTA = new Set([...STANDARD_CONTAINER, ...REQUESTS_AND_LIMITS, ...COUNTED, 'requests.storage']);

/** Models IsNativeResource. */
function isNative(name: string): boolean {
	return !name.includes('/') || name.includes('kubernetes.io/');
}

/** Models IsExtendedResourceName. */
export function isExtendedResource(name: string): boolean {
	if (isNative(name) || name.startsWith('requests.')) return false;
	return qualifiedName(`requests.${name}`).length === 0;
}

/** Models IsOvercommitAllowed. */
export function isOvercommitAllowed(name: string): boolean {
	return isNative(name) && !name.startsWith(HUGEPAGES);
}

export function isQuotaHugePages(name: string): boolean {
	return name.startsWith(HUGEPAGES) || name.startsWith(`requests.${HUGEPAGES}`);
}

export function isStandardQuotaResource(name: string): boolean {
	return STANDARD_QUOTA.has(name) || isQuotaHugePages(name);
}

/** Models validateResourceName. */
export function validateResourceName(name: string, path: string): FieldError[] {
	const errors = qualifiedName(name).map((complaint) => invalidValue(path, name, complaint));
	if (errors.length > 0) return errors;
	if (!name.includes('/') && !STANDARD.has(name) && !isQuotaHugePages(name)) {
		return [invalidValue(path, name, 'must be a standard resource type or fully qualified')];
	}
	return [];
}

/** Models validateContainerResourceName. */
export function validateContainerResourceName(name: string, path: string): FieldError[] {
	// What nearly every container asks for.
	if (name === 'cpu' || name === 'memory') return [];
	const errors = validateResourceName(name, path);
	if (!name.includes('/')) {
		if (!STANDARD_CONTAINER.has(name) && !name.startsWith(HUGEPAGES)) {
			errors.push(invalidValue(path, name, 'must be a standard resource for containers'));
		}
	} else if (!isNative(name) && !isExtendedResource(name)) {
		errors.push(invalidValue(path, name, "doesn't follow extended resource name standard"));
	}
	return errors;
}

/** Models ValidateResourceQuantityValue: not negative, and whole where things are counted. */
export function validateResourceAmount(name: string, amount: string, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (amount.startsWith('-') && compareQuantities(amount, '0') < 0) errors.push(nonNegative(path, amount));
	if ((INTEGER.has(name) || isExtendedResource(name)) && milliValue(amount) % 1000 !== 0) {
		errors.push(invalidValue(path, amount, 'must be an integer'));
	}
	return errors;
}

type Amounts = { [name: string]: string } | undefined;

interface RequirementRules {
	/** Names of the Pod's resource claims. */
	readonly claimNames: ReadonlySet<string>;
	readonly validateName: (name: string, path: string) => FieldError[];
}

/** Models validateResourceRequirements. */
export function validateResourceRequirements(
	requirements: ResourceRequirements | undefined,
	rules: RequirementRules,
	path: string,
): FieldError[] {
	if (requirements === undefined) return [];
	const { limits, requests } = requirements;
	const errors: FieldError[] = [];
	for (const [name, limit] of Object.entries(limits ?? {})) {
		errors.push(...validateAmount(name, limit, `${path}.limits[${name}]`, rules));
	}
	for (const [name, request] of Object.entries(requests ?? {})) {
		errors.push(...validateAmount(name, request, `${path}.requests[${name}]`, rules));
		errors.push(...validateAgainstLimit(name, request, limits, path));
	}
	const named = [...Object.keys(limits ?? {}), ...Object.keys(requests ?? {})];
	if (named.some((name) => name.startsWith(HUGEPAGES)) && !named.some((name) => name === 'cpu' || name === 'memory')) {
		errors.push(forbiddenField(path, 'HugePages require cpu or memory'));
	}
	errors.push(...validateClaims(requirements.claims ?? [], rules.claimNames, `${path}.claims`));
	return errors;
}

function validateAmount(name: string, amount: string, path: string, rules: RequirementRules): FieldError[] {
	const errors = rules.validateName(name, path);
	errors.push(...validateResourceAmount(name, amount, path));
	if (name.startsWith(HUGEPAGES)) {
		const size = name.slice(HUGEPAGES.length);
		const pageBytes = parseQuantity(size) === undefined ? 0 : wholeValue(size);
		if (pageBytes <= 0 || wholeValue(amount) % pageBytes !== 0) {
			errors.push(invalidValue(path, amount, `${amount} is not positive integer multiple of ${name}`));
		}
	}
	return errors;
}

function validateAgainstLimit(name: string, request: string, limits: Amounts, path: string): FieldError[] {
	const limit = ownValue(limits, name);
	if (limit === undefined) {
		return isOvercommitAllowed(name)
			? []
			: [required(`${path}.limits`, 'Limit must be set for non overcommitable resources')];
	}
	const order = compareQuantities(request, limit);
	if (order !== 0 && !isOvercommitAllowed(name)) {
		return [invalidValue(`${path}.requests`, request, `must be equal to ${name} limit of ${limit}`)];
	}
	if (order <= 0) return [];
	return [invalidValue(`${path}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)];
}

/** Models validateResourceClaimNames. */
function validateClaims(claims: readonly ResourceClaim[], podClaims: ReadonlySet<string>, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const seen = new Set<string>();
	for (const [index, { name, request }] of claims.entries()) {
		const at = `${path}[${index}]`;
		if (name === '') {
			errors.push(required(at));
			continue;
		}
		const key = request === undefined ? name : `${name}/${request}`;
		if (request !== undefined) {
			for (const complaint of dns1123Label(request)) errors.push(invalidValue(`${at}.request`, request, complaint));
		}
		const overlaps = request === undefined && [...seen].some((each) => each.startsWith(`${name}/`));
		if (seen.has(name) || seen.has(key) || overlaps) errors.push(duplicate(at, seen.has(name) ? name : key));
		seen.add(key);
		if (podClaims.has(name)) continue;
		const known = podClaims.size === 0 ? ' which is empty' : `: ${[...podClaims].sort().join(', ')}`;
		errors.push(
			new FieldErrorClass(
				'FieldValueNotFound',
				at,
				name,
				`must be one of the names in pod.spec.resourceClaims${known}`,
			),
		);
	}
	return errors;
}
