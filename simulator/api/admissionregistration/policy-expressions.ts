import { CelEnvironment, type CelProgram } from '../../machinery/cel/cel-environment.ts';
import { CelCompileError } from '../../machinery/cel/cel-error.ts';
import { CEL_DYN, type CelType } from '../../machinery/cel/cel-type.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import type { ValidatingAdmissionPolicySpec } from './types.ts';

/**
 * Compiles the expressions of one policy, each knowing what it may speak of.
 * Models apiserver/pkg/admission/plugin/cel compile.go. Differs: nothing is known of an object's type.
 */
export class PolicyExpressions {
	readonly #spec: Pick<ValidatingAdmissionPolicySpec, 'paramKind' | 'variables'>;
	#plain: CelEnvironment | undefined;
	#composed: CelEnvironment | undefined;

	/** Of a webhook's conditions: {}. */
	constructor(spec: Pick<ValidatingAdmissionPolicySpec, 'paramKind' | 'variables'>) {
		this.#spec = spec;
	}

	/** The program, or what is wrong with it. Conditions that come before the variables may not speak of them. */
	compile(expression: string, result: 'bool' | 'string' | 'any', composed: boolean): CelProgram | string {
		try {
			const program = this.#environment(composed).compile(expression);
			const fits = result === 'any' || program.resultType === result || program.resultType === 'dyn';
			return fits ? program : `must evaluate to ${result}`;
		} catch (error) {
			if (error instanceof CelCompileError) return `compilation failed: ${error.message}`;
			throw error;
		}
	}

	#environment(composed: boolean): CelEnvironment {
		if (composed && (this.#spec.variables ?? []).length > 0) {
			this.#composed ??= new CelEnvironment({ ...this.#names(), variables: CEL_DYN });
			return this.#composed;
		}
		this.#plain ??= new CelEnvironment(this.#names());
		return this.#plain;
	}

	#names(): { readonly [name: string]: CelType } {
		const names = ['object', 'oldObject', 'request', 'namespaceObject', 'authorizer'];
		if (this.#spec.paramKind !== undefined) names.push('params');
		return Object.fromEntries(names.map((name) => [name, CEL_DYN]));
	}
}

/** @param compiled or what is wrong with it. */
export function validateExpression(compiled: CelProgram | string, expression: string, path: string): FieldError[] {
	return typeof compiled === 'string' ? [invalidValue(path, expression, compiled)] : [];
}
