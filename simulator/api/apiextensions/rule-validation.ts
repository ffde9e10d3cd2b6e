import { type FieldError, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { RuleCompiler, rulesOf } from '../custom-resources/cel-rules.ts';
import { celTypeOf } from '../custom-resources/cel-types.ts';
import { isEmbedded, type JsonSchema } from '../custom-resources/json-schema.ts';
import type { ValidationRule } from './types.ts';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** What is wrong with a schema's rules but for their expressions. */
export function ruleProblems(schema: JsonSchema, path: string): FieldError[] {
	return rulesOf(schema).flatMap((rule, index) => problemsOf(rule, `${path}.x-kubernetes-validations[${index}]`));
}

function problemsOf(rule: ValidationRule, path: string): FieldError[] {
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
	return errors;
}

/**
 * What is wrong with the expressions of a schema's rules.
 * @param uncorrelatable the list around it whose items cannot be found again, if there is one.
 */
export function expressionProblems(
	schema: JsonSchema,
	path: string,
	isRoot: boolean,
	uncorrelatable: string | undefined,
): FieldError[] {
	const rules = rulesOf(schema);
	const type = rules.length === 0 ? undefined : celTypeOf(schema, isRoot || isEmbedded(schema));
	if (type === undefined) return [];
	const compiler = new RuleCompiler(type);
	return rules.flatMap((rule, index): FieldError[] => {
		const at = `${path}.x-kubernetes-validations[${index}]`;
		const compiled = compiler.compile(rule);
		if (!('program' in compiled)) return [invalidValue(`${at}.${compiled.field}`, shown(rule), compiled.detail)];
		if (!compiled.usesOldSelf) {
			if (rule.optionalOldSelf === undefined) return [];
			const detail = 'may not be set if oldSelf is not used in rule';
			return [invalidValue(`${at}.optionalOldSelf`, rule.optionalOldSelf, detail)];
		}
		if (uncorrelatable === undefined) return [];
		const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelatable}`;
		return [invalidValue(`${at}.rule`, rule.rule, detail)];
	});
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
