import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { dns1035Label, dns1123Subdomain } from '../../machinery/names.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateMatchConditions } from './match-conditions.ts';
import { PolicyExpressions, validateExpression } from './policy-expressions.ts';
import { validateFailurePolicy, validateMatchPolicy, validateRule } from './rule-validation.ts';
import type { MutatingWebhook } from './types.ts';
import { validateClientConfig } from './webhook-url.ts';

// Models pkg/apis/admissionregistration/validation.

/** Validating webhooks have all of a mutating one's fields but one. */
type Webhook = MutatingWebhook;

const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const REINVOCATION_POLICIES = ['IfNeeded', 'Never'];
const REVIEW_VERSIONS = ['v1', 'v1beta1'];
const TIMEOUT_SECONDS_MAX = 30;
const NAME_SEGMENTS_MIN = 3;

/** What an update lets be because it was so before. */
interface Leniency {
	readonly sideEffects: boolean;
	readonly reviewVersions: boolean;
	readonly names: boolean;
}

const STRICT: Leniency = { sideEffects: false, reviewVersions: false, names: false };

/** Models ValidateMutatingWebhookConfiguration, ValidateValidatingWebhookConfiguration. */
export function validateWebhooks(webhooks: readonly Webhook[] | undefined, lenient = STRICT): FieldError[] {
	const errors: FieldError[] = [];
	const names = new Set<string>();
	for (const [index, webhook] of (webhooks ?? []).entries()) {
		const path = `webhooks[${index}]`;
		errors.push(...validateWebhook(webhook, path, lenient));
		errors.push(...validateReviewVersions(webhook.admissionReviewVersions, `${path}.admissionReviewVersions`, lenient));
		if (!lenient.names && names.has(webhook.name)) errors.push(duplicate(`${path}.name`, webhook.name));
		if (webhook.name !== '') names.add(webhook.name);
	}
	return errors;
}

/** Models ValidateMutatingWebhookConfigurationUpdate: rules that the old ones broke are not applied. */
export function validateChangedWebhooks(
	webhooks: readonly Webhook[] | undefined,
	old: readonly Webhook[] | undefined,
): FieldError[] {
	const before = old ?? [];
	return validateWebhooks(webhooks, {
		sideEffects: before.some(({ sideEffects }) => !SIDE_EFFECTS.includes(sideEffects)),
		reviewVersions: before.some(
			({ admissionReviewVersions: versions }) => versions.length > 0 && !versions.some(isKnownVersion),
		),
		names: new Set(before.map(({ name }) => name)).size < before.length,
	});
}

function isKnownVersion(version: string): boolean {
	return REVIEW_VERSIONS.includes(version);
}

function validateWebhook(webhook: Webhook, path: string, lenient: Leniency): FieldError[] {
	const errors = validateQualifiedName(webhook.name, `${path}.name`);
	for (const [index, rule] of (webhook.rules ?? []).entries()) {
		errors.push(...validateRule(rule, `${path}.rules[${index}]`));
	}
	errors.push(...validateFailurePolicy(webhook.failurePolicy, `${path}.failurePolicy`));
	errors.push(...validateMatchPolicy(webhook.matchPolicy, `${path}.matchPolicy`));
	errors.push(...validateSideEffects(webhook.sideEffects, `${path}.sideEffects`, lenient));
	const seconds = webhook.timeoutSeconds;
	if (seconds !== undefined && (seconds < 1 || seconds > TIMEOUT_SECONDS_MAX)) {
		const because = `the timeout value must be between 1 and ${TIMEOUT_SECONDS_MAX} seconds`;
		errors.push(invalidValue(`${path}.timeoutSeconds`, seconds, because));
	}
	errors.push(...validateLabelSelector(webhook.namespaceSelector, `${path}.namespaceSelector`));
	errors.push(...validateLabelSelector(webhook.objectSelector, `${path}.objectSelector`));
	const policy = webhook.reinvocationPolicy;
	if (policy !== undefined && !REINVOCATION_POLICIES.includes(policy)) {
		errors.push(notSupported(`${path}.reinvocationPolicy`, policy, REINVOCATION_POLICIES));
	}
	errors.push(...validateClientConfig(webhook.clientConfig, `${path}.clientConfig`));
	const expressions = new PolicyExpressions({});
	const conditions = validateMatchConditions(webhook.matchConditions, `${path}.matchConditions`, (text, at) =>
		validateExpression(expressions.compile(text, 'bool', false), text, at),
	);
	return [...errors, ...conditions];
}

/** Models apimachinery/pkg/util/validation IsFullyQualifiedName. */
function validateQualifiedName(name: string, path: string): FieldError[] {
	if (name === '') return [required(path)];
	const complaints = dns1123Subdomain(name);
	if (complaints.length > 0) return [invalidValue(path, name, complaints.join(','))];
	if (name.split('.').length >= NAME_SEGMENTS_MIN) return [];
	return [invalidValue(path, name, 'should be a domain with at least three segments separated by dots')];
}

function validateSideEffects(value: string | null | undefined, path: string, lenient: Leniency): FieldError[] {
	const allowed = lenient.sideEffects ? ['None', 'NoneOnDryRun', 'Some', 'Unknown'] : SIDE_EFFECTS;
	if (value === undefined || value === null) return [required(path, `must specify one of ${allowed.join(', ')}`)];
	return allowed.includes(value) ? [] : [notSupported(path, value, allowed)];
}

/** Models validateAdmissionReviewVersions. */
function validateReviewVersions(versions: readonly string[], path: string, lenient: Leniency): FieldError[] {
	if (versions.length === 0) return [required(path, `must specify one of ${REVIEW_VERSIONS.join(', ')}`)];
	const errors: FieldError[] = [];
	const seen = new Set<string>();
	for (const [index, version] of versions.entries()) {
		const at = `${path}[${index}]`;
		if (seen.has(version)) {
			errors.push(invalidValue(at, version, 'duplicate version'));
			continue;
		}
		seen.add(version);
		for (const complaint of dns1035Label(version)) errors.push(invalidValue(at, version, complaint));
	}
	if (!lenient.reviewVersions && !versions.some(isKnownVersion)) {
		const because = `must include at least one of ${REVIEW_VERSIONS.join(', ')}`;
		errors.push(invalidValue(path, versions, because));
	}
	return errors;
}
