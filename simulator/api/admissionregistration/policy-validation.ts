import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import {
	dns1035Label,
	dns1123Subdomain,
	nameIsDnsSubdomain,
	nameIsPathSegment,
	qualifiedName,
} from '../../machinery/names.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { utf8Length } from '../validation/object-meta.ts';
import { type ExpressionCheck, validateMatchConditions } from './match-conditions.ts';
import { PolicyExpressions, validateExpression } from './policy-expressions.ts';
import { validateFailurePolicy, validateMatchResources } from './rule-validation.ts';
import type {
	AuditAnnotation,
	ParamKind,
	ParamRef,
	ValidatingAdmissionPolicy,
	ValidatingAdmissionPolicyBinding,
	Validation,
	Variable,
} from './types.ts';

// Models pkg/apis/admissionregistration/validation.

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const ACTIONS = ['Audit', 'Deny', 'Warn'];
const NOT_FOUND_ACTIONS = ['Deny', 'Allow'];
const ANNOTATIONS_MAX = 20;
const EXPRESSION_BYTES_MAX = 5 * 1024;
const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;
const RESERVED = new Set(
	'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
		' ',
	),
);

/** Models validateValidatingAdmissionPolicySpec. */
export function validatePolicy({ metadata, spec }: ValidatingAdmissionPolicy): FieldError[] {
	const errors: FieldError[] = [];
	const { failurePolicy, paramKind, matchConstraints, validations = [], auditAnnotations = [] } = spec;
	if (failurePolicy === undefined) errors.push(required('spec.failurePolicy'));
	errors.push(...validateFailurePolicy(failurePolicy, 'spec.failurePolicy'));
	if (paramKind !== undefined) errors.push(...validateParamKind(paramKind, 'spec.paramKind'));
	if (matchConstraints === undefined) errors.push(required('spec.matchConstraints'));
	else {
		errors.push(...validateMatchResources(matchConstraints, 'spec.matchConstraints'));
		const { resourceRules = [] } = matchConstraints;
		if (resourceRules.length === 0) errors.push(required('spec.matchConstraints.resourceRules'));
	}
	const expressions = new PolicyExpressions(spec);
	const condition: ExpressionCheck = (text, path) =>
		validateExpression(expressions.compile(text, 'bool', false), text, path);
	errors.push(...validateMatchConditions(spec.matchConditions, 'spec.matchConditions', condition));
	for (const [index, variable] of (spec.variables ?? []).entries()) {
		errors.push(...validateVariable(variable, () => expressions.variable(index), `spec.variables[${index}]`));
	}
	if (validations.length + auditAnnotations.length === 0) {
		const because = 'validations or auditAnnotations must contain at least one item';
		return [...errors, required('spec.validations', because), required('spec.auditAnnotations', because)];
	}
	for (const [index, validation] of validations.entries()) {
		errors.push(...validateValidation(validation, expressions, `spec.validations[${index}]`));
	}
	return [...errors, ...validateAnnotations(metadata.name, auditAnnotations, 'spec.auditAnnotations')];
}

/** Models validateParamKind. */
function validateParamKind({ apiVersion = '', kind = '' }: ParamKind, path: string): FieldError[] {
	const errors =
		apiVersion === '' ? [required(`${path}.apiVersion`)] : validateVersion(apiVersion, `${path}.apiVersion`);
	if (kind === '') return [...errors, required(`${path}.kind`)];
	const complaints = dns1035Label(kind.toLowerCase());
	if (complaints.length === 0) return errors;
	const because = `may have mixed case, but should otherwise match: ${complaints.join(',')}`;
	return [...errors, invalidValue(`${path}.kind`, kind, because)];
}

function validateVersion(apiVersion: string, path: string): FieldError[] {
	const parts = apiVersion === '/' ? [''] : apiVersion.split('/');
	if (parts.length > 2) return [invalidValue(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
	const [group, version] = parts.length === 2 ? [parts[0] as string, parts[1] as string] : ['', parts[0] as string];
	const errors: FieldError[] = [];
	const ofGroup = group === '' ? [] : dns1123Subdomain(group);
	if (ofGroup.length > 0) errors.push(invalidValue(path, group, ofGroup.join(',')));
	if (version === '') return [...errors, invalidValue(path, apiVersion, 'version must be specified')];
	const ofVersion = dns1035Label(version);
	if (ofVersion.length > 0) errors.push(invalidValue(path, version, ofVersion.join(',')));
	return errors;
}

/** Models validateVariable. */
function validateVariable(
	{ name, expression }: Variable,
	compiled: () => ReturnType<PolicyExpressions['variable']>,
	path: string,
): FieldError[] {
	const errors: FieldError[] = [];
	if (name.trim() === '') errors.push(required(`${path}.name`, 'name is not specified'));
	else if (!IDENTIFIER.test(name) || RESERVED.has(name)) {
		errors.push(invalidValue(`${path}.name`, name, 'name is not a valid CEL identifier'));
	}
	const at = `${path}.expression`;
	if (expression.trim() === '') errors.push(required(at, 'expression is not specified'));
	else errors.push(...validateExpression(compiled(), expression, at));
	return errors;
}

/** Models validateValidation. */
function validateValidation(validation: Validation, expressions: PolicyExpressions, path: string): FieldError[] {
	const { expression, message = '', messageExpression = '', reason } = validation;
	const errors: FieldError[] = [];
	const at = `${path}.expression`;
	if (expression.trim() === '') errors.push(required(at, 'expression is not specified'));
	else errors.push(...validateExpression(expressions.compile(expression, 'bool', true), expression, at));
	const messageAt = `${path}.messageExpression`;
	if (messageExpression.trim() !== '') {
		const compiled = expressions.compile(messageExpression, 'string', true);
		errors.push(...validateExpression(compiled, messageExpression, messageAt));
	} else if (messageExpression !== '') {
		errors.push(invalidValue(messageAt, messageExpression, 'must be non-empty if specified'));
	}
	const trimmed = message.trim();
	if (message !== '' && trimmed === '') {
		errors.push(invalidValue(`${path}.message`, message, 'message must be non-empty if specified'));
	} else if (/[\n\r]/.test(trimmed)) {
		errors.push(invalidValue(`${path}.message`, message, 'message must not contain line breaks'));
	}
	if (reason !== undefined && !REASONS.includes(reason)) {
		errors.push(notSupported(`${path}.reason`, reason, REASONS));
	}
	return errors;
}

/** Models validateAuditAnnotation. */
function validateAnnotations(policy: string, annotations: readonly AuditAnnotation[], path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (annotations.length > ANNOTATIONS_MAX) {
		const value = annotations.map(({ key, valueExpression }) => ({ Key: key, ValueExpression: valueExpression }));
		errors.push(invalidValue(path, value, `must not have more than ${ANNOTATIONS_MAX} auditAnnotations`));
	}
	const keys = new Set<string>();
	for (const [index, { key, valueExpression }] of annotations.entries()) {
		const at = `${path}[${index}]`;
		const name = `${policy}/${key}`;
		for (const complaint of qualifiedName(name)) errors.push(invalidValue(`${at}.key`, name, complaint));
		const expression = valueExpression.trim();
		if (expression === '') errors.push(required(`${at}.valueExpression`, 'valueExpression is not specified'));
		else if (utf8Length(expression) > EXPRESSION_BYTES_MAX) {
			const because = `must not exceed ${EXPRESSION_BYTES_MAX} bytes in length`;
			errors.push(required(`${at}.valueExpression`, because));
		}
		if (keys.has(key)) errors.push(duplicate(`${at}.key`, key));
		keys.add(key);
	}
	return errors;
}

/** Models validateValidatingAdmissionPolicyBindingSpec. */
export function validatePolicyBinding({ spec }: ValidatingAdmissionPolicyBinding): FieldError[] {
	const errors: FieldError[] = [];
	const { policyName = '', paramRef, matchResources, validationActions = [] } = spec;
	if (policyName === '') errors.push(required('spec.policyName'));
	for (const complaint of policyName === '' ? [] : nameIsDnsSubdomain(policyName, false)) {
		errors.push(invalidValue('spec.policyName', policyName, complaint));
	}
	if (paramRef !== undefined) errors.push(...validateParamRef(paramRef, 'spec.paramRef'));
	// The path is the server's: the field is called matchResources.
	if (matchResources !== undefined) errors.push(...validateMatchResources(matchResources, 'spec.matchResouces'));
	return [...errors, ...validateActions(validationActions, 'spec.validationActions')];
}

/** Models validateParamRef. */
function validateParamRef(reference: ParamRef, path: string): FieldError[] {
	const { name = '', selector, parameterNotFoundAction: action = '' } = reference;
	const errors: FieldError[] = [];
	const both = name !== '' && selector !== undefined;
	const exclusive = 'name and selector are mutually exclusive';
	for (const complaint of name === '' ? [] : nameIsPathSegment(name, false)) {
		errors.push(invalidValue(`${path}.name`, name, complaint));
	}
	if (both) errors.push(forbiddenField(`${path}.name`, exclusive));
	errors.push(...validateLabelSelector(selector, `${path}.selector`));
	if (both) errors.push(forbiddenField(`${path}.selector`, exclusive));
	if (name === '' && selector === undefined) {
		errors.push(required(path, 'one of name or selector must be specified'));
	}
	const at = `${path}.parameterNotFoundAction`;
	if (action === '') errors.push(required(at));
	else if (!NOT_FOUND_ACTIONS.includes(action)) errors.push(notSupported(at, action, NOT_FOUND_ACTIONS));
	return errors;
}

/** Models validateValidationActions. */
function validateActions(actions: readonly string[], path: string): FieldError[] {
	const errors: FieldError[] = [];
	const seen = new Set<string>();
	for (const [index, action] of actions.entries()) {
		if (!ACTIONS.includes(action)) errors.push(notSupported(`${path}[${index}]`, action, ACTIONS));
		if (seen.has(action)) errors.push(duplicate(`${path}[${index}]`, action));
		seen.add(action);
	}
	if (seen.has('Deny') && seen.has('Warn')) {
		const because =
			'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
		errors.push(invalidValue(path, actions, because));
	}
	if (actions.length === 0) errors.push(required(path, 'at least one validation action is required'));
	return errors;
}
