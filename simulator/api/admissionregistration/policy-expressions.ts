import { AUTHORIZER, RESOURCE_CHECK } from '../../machinery/cel/authorizer-library.ts';
import { CelEnvironment, type CelProgram } from '../../machinery/cel/cel-environment.ts';
import { CelCompileError } from '../../machinery/cel/cel-error.ts';
import { CEL_DYN, type CelType } from '../../machinery/cel/cel-type.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import { NAMESPACE_TYPE, REQUEST_TYPE } from './policy-types.ts';
import type { ValidatingAdmissionPolicySpec } from './types.ts';

/** What a policy says of its parameters and variables. */
type Declarations = Pick<ValidatingAdmissionPolicySpec, 'paramKind' | 'variables'>;

/**
 * Compiles the expressions of one policy, each knowing what it may speak of.
 * Models apiserver/pkg/admission/plugin/cel compile.go and composition.go.
 */
export class PolicyExpressions {
	readonly #spec: Declarations;
	readonly #objectType: CelType;
	#plain: CelEnvironment | undefined;
	#composed: CelEnvironment | undefined;
	/** Of the variables, in their order. */
	#variables: readonly (CelProgram | string)[] | undefined;

	/**
	 * @param spec {} for a webhook's conditions.
	 * @param objectType what is known of the objects; nothing, usually: a policy may be about any.
	 */
	constructor(spec: Declarations, objectType: CelType = CEL_DYN) {
		this.#spec = spec;
		this.#objectType = objectType;
	}

	/** The program, or what is wrong with it. Conditions that come before the variables may not speak of them. */
	compile(expression: string, result: 'bool' | 'string' | 'any', composed: boolean): CelProgram | string {
		const program = compiledIn(this.#environment(composed), expression);
		if (typeof program === 'string') return program;
		const fits = result === 'any' || program.resultType === result || program.resultType === 'dyn';
		return fits ? program : `must evaluate to ${result}`;
	}

	/** A variable speaks of those before it. */
	variable(index: number): CelProgram | string {
		this.#environment(true);
		const found = this.#variables?.[index];
		if (found === undefined) throw new Error(`assertion failed: no variable ${index}`);
		return found;
	}

	#environment(composed: boolean): CelEnvironment {
		const { variables = [] } = this.#spec;
		if (!composed || variables.length === 0) {
			this.#plain ??= new CelEnvironment(this.#names());
			return this.#plain;
		}
		if (this.#composed !== undefined) return this.#composed;
		const fields = new Map<string, CelType>();
		const environment = (): CelEnvironment =>
			new CelEnvironment({ ...this.#names(), variables: { kind: 'object', fields: new Map(fields) } });
		const programs: (CelProgram | string)[] = [];
		for (const { name, expression } of variables) {
			const program = compiledIn(environment(), expression);
			programs.push(program);
			fields.set(name, typeof program === 'string' ? CEL_DYN : { kind: 'opaque', type: program.type });
		}
		this.#variables = programs;
		this.#composed = environment();
		return this.#composed;
	}

	#names(): { readonly [name: string]: CelType } {
		return {
			object: this.#objectType,
			oldObject: this.#objectType,
			request: REQUEST_TYPE,
			namespaceObject: NAMESPACE_TYPE,
			authorizer: { kind: 'opaque', type: AUTHORIZER },
			'authorizer.requestResource': { kind: 'opaque', type: RESOURCE_CHECK },
			...(this.#spec.paramKind === undefined ? {} : { params: CEL_DYN }),
		};
	}
}

function compiledIn(environment: CelEnvironment, expression: string): CelProgram | string {
	try {
		return environment.compile(expression);
	} catch (error) {
		if (error instanceof CelCompileError) return `compilation failed: ${error.message}`;
		throw error;
	}
}

/** @param compiled or what is wrong with it. */
export function validateExpression(compiled: CelProgram | string, expression: string, path: string): FieldError[] {
	return typeof compiled === 'string' ? [invalidValue(path, expression, compiled)] : [];
}
