import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, forbiddenField, invalidValue, required } from '../../machinery/field-error.ts';
import { qualifiedName } from '../../machinery/names.ts';
import { ownValue } from '../../machinery/own-value.ts';
import { compareQuantities, milliValue, wholeValue } from '../../machinery/quantity.ts';
import { IMMUTABLE } from '../validation/object-meta.ts';
import {
	isOvercommitAllowed,
	isStandardQuotaResource,
	validateContainerResourceName,
	validateResourceAmount,
	validateResourceName,
} from '../validation/resources.ts';
import { internalForm } from './internal-json.ts';
import type { LimitRange, LimitRangeItem, ResourceQuota } from './types/object.ts';

const SCOPES = new Set([
	'Terminating',
	'NotTerminating',
	'BestEffort',
	'NotBestEffort',
	'PriorityClass',
	'CrossNamespacePodAffinity',
	'VolumeAttributesClass',
]);
const CONFLICTS = [
	['BestEffort', 'NotBestEffort'],
	['Terminating', 'NotTerminating'],
];

/** Models pkg/apis/core/validation ValidateResourceQuotaSpec. */
export function validateQuota({ spec }: ResourceQuota): FieldError[] {
	const errors: FieldError[] = [];
	for (const [name, amount] of Object.entries(spec.hard ?? {})) {
		const at = `spec.hard[${name}]`;
		errors.push(...validateResourceName(name, at));
		if (!name.includes('/') && !isStandardQuotaResource(name)) {
			errors.push(invalidValue(at, name, 'must be a standard resource for quota'));
		}
		errors.push(...validateResourceAmount(name, amount, at));
	}
	const scopes = spec.scopes ?? [];
	for (const scope of scopes) {
		if (!SCOPES.has(scope)) errors.push(invalidValue('spec.scopes', scopes, 'unsupported scope'));
		const strangers = Object.keys(spec.hard ?? {}).filter((name) => !isOfScope(scope, name));
		const because = 'unsupported scope applied to resource';
		for (const _ of strangers) errors.push(invalidValue('spec.scopes', scopes, because));
	}
	for (const pair of CONFLICTS) {
		if (!pair.every((scope) => scopes.includes(scope))) continue;
		errors.push(invalidValue('spec.scopes', scopes, 'conflicting scopes'));
	}
	errors.push(...validateScopeSelector({ spec } as ResourceQuota));
	return errors;
}

const EXISTING_ONLY = new Set([
	'BestEffort',
	'NotBestEffort',
	'Terminating',
	'NotTerminating',
	'CrossNamespacePodAffinity',
]);
const MUST_EXIST =
	"must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

const OF_PODS = new Set(['pods', 'cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);
const OF_CLAIMS = new Set(['persistentvolumeclaims', 'requests.storage']);

/** Whether what is counted can be in such a scope. Models pkg/apis/core/helper IsResourceQuotaScopeValidForResource. */
function isOfScope(scope: string, name: string): boolean {
	if (!SCOPES.has(scope) || !isStandardQuotaResource(name)) return true;
	if (scope === 'BestEffort') return name === 'pods';
	return (scope === 'VolumeAttributesClass' ? OF_CLAIMS : OF_PODS).has(name);
}

/** Models validateScopedResourceSelectorRequirement: the path has no index. */
function validateScopeSelector({ spec }: ResourceQuota): FieldError[] {
	const errors: FieldError[] = [];
	const path = 'spec.scopeSelector.matchExpressions';
	const requirements = spec.scopeSelector?.matchExpressions ?? [];
	for (const { scopeName, operator, values = [] } of requirements) {
		if (!SCOPES.has(scopeName)) errors.push(invalidValue(`${path}.scopeName`, scopeName, 'unsupported scope'));
		const strangers = Object.keys(spec.hard ?? {}).filter((name) => !isOfScope(scopeName, name));
		for (const _ of strangers) {
			const shown = internalForm('ScopeSelector', spec.scopeSelector ?? {});
			errors.push(invalidValue(path, shown, 'unsupported scope applied to resource'));
		}
		if (EXISTING_ONLY.has(scopeName) && operator !== 'Exists') {
			errors.push(invalidValue(`${path}.operator`, operator, MUST_EXIST));
		}
		if (operator === 'In' || operator === 'NotIn') {
			if (values.length === 0) {
				const because = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
				errors.push(required(`${path}.values`, because));
			}
		} else if (operator === 'Exists' || operator === 'DoesNotExist') {
			if (values.length > 0) {
				const because = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
				errors.push(invalidValue(`${path}.values`, values, because));
			}
		} else errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'));
	}
	const selected = requirements.map(({ scopeName }) => scopeName);
	for (const pair of CONFLICTS) {
		if (!pair.every((scope) => selected.includes(scope))) continue;
		errors.push(invalidValue(path, spec.scopes ?? null, 'conflicting scopes'));
	}
	return errors;
}

export function validateQuotaChange(quota: ResourceQuota, old: ResourceQuota): FieldError[] {
	const set = (each: ResourceQuota): string => [...new Set(each.spec.scopes ?? [])].sort().join(',');
	return set(quota) === set(old) ? [] : [invalidValue('spec.scopes', quota.spec.scopes ?? null, IMMUTABLE)];
}

const LIMIT_TYPES = new Set(['Pod', 'Container', 'PersistentVolumeClaim']);

/** Models ValidateLimitRange. */
export function validateLimitRange({ spec }: LimitRange): FieldError[] {
	const errors: FieldError[] = [];
	const types = new Set<string>();
	for (const [index, item] of (spec.limits ?? []).entries()) {
		const at = `spec.limits[${index}]`;
		const complaints = qualifiedName(item.type);
		for (const complaint of complaints) errors.push(invalidValue(`${at}.type`, item.type, complaint));
		if (complaints.length === 0 && !item.type.includes('/') && !LIMIT_TYPES.has(item.type)) {
			const because = 'must be a standard limit type or fully qualified';
			errors.push(invalidValue(`${at}.type`, item.type, because));
		}
		if (types.has(item.type)) errors.push(duplicate(`${at}.type`, item.type));
		types.add(item.type);
		errors.push(...validateLimitNames(item, at));
		const names = new Set(
			[item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio].flatMap((each) =>
				Object.keys(each ?? {}),
			),
		);
		for (const name of names) errors.push(...validateOrder(item, name, at));
	}
	return errors;
}

function validateLimitNames(item: LimitRangeItem, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const isPod = item.type === 'Pod';
	const check = isPod || item.type === 'Container' ? validateContainerResourceName : validateResourceName;
	for (const field of ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const) {
		const amounts = Object.keys(item[field] ?? {});
		if (isPod && (field === 'default' || field === 'defaultRequest')) {
			if (amounts.length > 0) {
				errors.push(forbiddenField(`${path}.${field}`, "may not be specified when `type` is 'Pod'"));
			}
			continue;
		}
		for (const name of amounts) errors.push(...check(name, `${path}.${field}[${name}]`));
	}
	if (item.type === 'PersistentVolumeClaim' && !item.min?.storage && !item.max?.storage) {
		const because = 'either minimum or maximum storage value is required, but neither was provided';
		errors.push(required(`${path}.limits`, because));
	}
	return errors;
}

/** Small amounts are compared in thousandths. Models ValidateLimitRange's float64 comparison. */
function validateRatio(
	{ min, max, ratio }: { readonly min?: string; readonly max?: string; readonly ratio?: string },
	path: string,
): FieldError[] {
	if (min === undefined || max === undefined || ratio === undefined) return [];
	const small = [min, max, ratio].every((each) => wholeValue(each) < MILLI_VALUE_MAX);
	const value = small ? milliValue : wholeValue;
	const largest = value(max) / value(min);
	if ((small ? milliValue(ratio) / 1000 : wholeValue(ratio)) <= largest) return [];
	return [invalidValue(path, ratio, `ratio ${ratio} is greater than max/min = ${largest.toFixed(6)}`)];
}

/** Models resource.MaxMilliValue. */
const MILLI_VALUE_MAX = (2 ** 63 - 1) / 1000;

/** min ≤ default request ≤ default ≤ max. */
function validateOrder(item: LimitRangeItem, name: string, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const min = ownValue(item.min, name);
	const max = ownValue(item.max, name);
	const limit = ownValue(item.default, name);
	const request = ownValue(item.defaultRequest, name);
	const ratio = ownValue(item.maxLimitRequestRatio, name);
	const check = (
		[small, smallName]: readonly [string | undefined, string],
		[large, largeName]: readonly [string | undefined, string],
		[field, shown]: readonly [string, string | undefined],
	): void => {
		if (small === undefined || large === undefined || compareQuantities(small, large) <= 0) return;
		const because = `${smallName} value ${small} is greater than ${largeName} value ${large}`;
		errors.push(invalidValue(`${path}.${field}[${name}]`, shown, because));
	};
	check([min, 'min'], [max, 'max'], ['min', min]);
	check([min, 'min'], [request, 'default request'], ['defaultRequest', request]);
	check([request, 'default request'], [max, 'max'], ['defaultRequest', request]);
	check([request, 'default request'], [limit, 'default limit'], ['defaultRequest', request]);
	check([min, 'min'], [limit, 'default'], ['default', min]);
	check([limit, 'default'], [max, 'max'], ['default', max]);
	if (ratio !== undefined && compareQuantities(ratio, '1') < 0) {
		errors.push(invalidValue(`${path}.maxLimitRequestRatio[${name}]`, ratio, `ratio ${ratio} is less than 1`));
	}
	errors.push(...validateRatio({ min, max, ratio }, `${path}.maxLimitRequestRatio[${name}]`));
	if (!isOvercommitAllowed(name) && limit !== undefined && request !== undefined) {
		if (compareQuantities(limit, request) !== 0) {
			const because = `default value ${limit} must equal to defaultRequest value ${request} in ${name}`;
			errors.push(invalidValue(`${path}.defaultRequest[${name}]`, request, because));
		}
	}
	return errors;
}
