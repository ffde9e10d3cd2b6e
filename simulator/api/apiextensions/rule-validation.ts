import { type FieldError, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { RuleCompiler, rulesOf } from '../custom-resources/cel-rules.ts';
import { celDeclarationOf, REQUEST_MAX } from '../custom-resources/cel-types.ts';
import { fieldPathOf } from '../custom-resources/field-path.ts';
import { isEmbedded, type JsonSchema } from '../custom-resources/json-schema.ts';
import type { TotalCost } from './rule-costs.ts';
import type { ValidationRule } from './types.ts';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** What is wrong with a schema's rules but for their expressions. */
export function ruleProblems(schema: JsonSchema, path: string): FieldError[] {
	return rulesOf(schema).flatMap((rule, index) =>
		problemsOf(rule, schema, `${path}.x-kubernetes-validations[${index}]`),
	);
}

function problemsOf(rule: ValidationRule, schema: JsonSchema, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { message = '', messageExpression = '', reason, fieldPath = '' } = rule;
	const [text, said] = [(rule.rule ?? '').trim(), message.trim()];
	if (text === '') errors.push(required(`${path}.rule`, 'rule is not specified'));
	else if (message !== '' && said === '') {
		errors.push(invalidValue(`${path}.message`, message, 'must be non-empty if specified'));
	} else if (said.includes('\n')) errors.push(invalidValue(`${path}.message`, message, 'must not contain line breaks'));
	else if (text.includes('\n') && said === '') {
		errors.push(required(`${path}.message`, 'message must be specified if rule contains line breaks'));
	}
	if (messageExpression !== '' && messageExpression.trim() === '') {
		const detail = 'messageExpression must be non-empty if specified';
		errors.push(required(`${path}.messageExpression`, detail));
	}
	if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, REASONS));
	if (fieldPath !== '' && fieldPath.trim() === '') {
		errors.push(invalidValue(`${path}.fieldPath`, fieldPath, 'must be non-empty if specified'));
	}
	if (fieldPath.includes('\n')) {
		errors.push(invalidValue(`${path}.fieldPath`, fieldPath, 'must not contain line breaks'));
	}
	if (fieldPath !== '' && typeof fieldPathOf(fieldPath, schema, true) === 'string') {
		errors.push(invalidValue(`${path}.fieldPath`, fieldPath, 'must be a valid path'));
	}
	return errors;
}

/** Where a schema stands: what its rules may speak of, and how often it can be there in one object. */
export interface RuleScope {
	readonly path: string;
	readonly isRoot: boolean;
	/** The list around it whose items cannot be found again, if there is one. */
	readonly uncorrelatable: string | undefined;
	/** Undefined when nothing limits it. */
	readonly cardinality: number | undefined;
}

/** What is wrong with the expressions of a schema's rules. */
export function expressionProblems(schema: JsonSchema, scope: RuleScope, total: TotalCost): FieldError[] {
	const rules = rulesOf(schema);
	const isRoot = scope.isRoot || isEmbedded(schema);
	const declaration = rules.length === 0 ? undefined : celDeclarationOf(schema, isRoot);
	if (declaration === undefined) return [];
	const { type, minSize } = declaration;
	const compiler = new RuleCompiler(type, schema);
	const times = scope.cardinality ?? Math.floor(REQUEST_MAX / (minSize + 1));
	return rules.flatMap((rule, index): FieldError[] => {
		const at = `${scope.path}.x-kubernetes-validations[${index}]`;
		const compiled = compiler.compile(rule);
		if (!('program' in compiled)) return [invalidValue(`${at}.${compiled.field}`, shown(rule), compiled.detail)];
		const { program, message, usesOldSelf } = compiled;
		return [
			...total.observe(`${at}.rule`, 'estimated rule cost', program.estimate(type) * times),
			...(message === undefined
				? []
				: total.observe(`${at}.messageExpression`, 'estimated messageExpression cost', message.estimate(type))),
			...oldSelfProblems(rule, usesOldSelf, at, scope.uncorrelatable),
		];
	});
}

function oldSelfProblems(
	rule: ValidationRule,
	usesOldSelf: boolean,
	at: string,
	uncorrelatable: string | undefined,
): FieldError[] {
	if (!usesOldSelf) {
		if (rule.optionalOldSelf === undefined) return [];
		const detail = 'may not be set if oldSelf is not used in rule';
		return [invalidValue(`${at}.optionalOldSelf`, rule.optionalOldSelf, detail)];
	}
	if (uncorrelatable === undefined) return [];
	const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelatable}`;
	return [invalidValue(`${at}.rule`, rule.rule, detail)];
}

/** A rule as the real server's messages show it. */
function shown(rule: ValidationRule): object {
	const { message = '', messageExpression = '', reason = null, fieldPath = '', optionalOldSelf = null } = rule;
	return {
		Rule: rule.rule,
		Message: message,
		MessageExpression: messageExpression,
		Reason: reason,
		FieldPath: fieldPath,
		OptionalOldSelf: optionalOldSelf,
	};
}
