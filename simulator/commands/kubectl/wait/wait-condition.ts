import { goPrint } from '../../../machinery/go-format.ts';
import { JsonPath, relaxedJsonPath } from '../../../machinery/jsonpath/jsonpath.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { CommandError } from '../errors.ts';

/** What `--for` asks for. */
export type WaitGoal =
	| { readonly kind: 'delete' | 'create' }
	| { readonly kind: 'check'; readonly isMet: (object: KubeObject) => boolean };

/** Models kubectl/pkg/cmd/wait conditionFuncFor. */
export function parseGoal(text: string): WaitGoal {
	const lower = text.toLowerCase();
	if (lower === 'delete' || lower === 'create') return { kind: lower };
	if (text.startsWith('condition=')) {
		const rest = text.slice('condition='.length);
		const at = rest.indexOf('=');
		const name = at < 0 ? rest : rest.slice(0, at);
		const status = at < 0 ? 'true' : rest.slice(at + 1);
		return { kind: 'check', isMet: (object) => hasCondition(object, name, status) };
	}
	if (text.startsWith('jsonpath=')) return jsonPathGoal(text.slice('jsonpath='.length));
	throw new CommandError(`unrecognized condition: ${JSON.stringify(text)}`);
}

interface Condition {
	readonly type?: string;
	readonly status?: string;
	readonly observedGeneration?: number;
}

/** A condition that was written about an older spec does not count. */
function hasCondition(object: KubeObject, name: string, wanted: string): boolean {
	const { status } = object as { status?: { conditions?: Condition[]; observedGeneration?: number } };
	const condition = status?.conditions?.find(
		(each) => each.type?.toLowerCase() === name.toLowerCase() && each.status !== undefined,
	);
	if (condition === undefined) return false;
	const observed = condition.observedGeneration ?? status?.observedGeneration;
	const { generation } = object.metadata;
	if (generation !== undefined && observed !== undefined && observed < generation) return false;
	return condition.status?.toLowerCase() === wanted.toLowerCase();
}

function jsonPathGoal(text: string): WaitGoal {
	const parts = splitAtSingleEquals(text);
	if (parts.length > 2) {
		throw new CommandError(
			"jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
		);
	}
	const expression = inWords(() => relaxedJsonPath(parts[0] as string));
	let wanted: string | undefined;
	if (parts.length === 2) {
		wanted = (parts[1] as string).replace(/^['"]+|['"]+$/g, '');
		if (wanted === '') {
			throw new CommandError(
				"jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
			);
		}
	}
	if (expression === '') throw new CommandError('jsonpath expression cannot be empty');
	const path = inWords(() => new JsonPath(expression, { allowMissingKeys: true }));
	return {
		kind: 'check',
		isMet: (object) =>
			matches(
				inWords(() => path.find(object)),
				wanted,
			),
	};
}

function matches(results: readonly (readonly unknown[])[], wanted: string | undefined): boolean {
	const first = results[0];
	if (first === undefined || first.length === 0) return false;
	if (results.length > 1) throw new CommandError('given jsonpath expression matches more than one list');
	if (first.length > 1) throw new CommandError('given jsonpath expression matches more than one value');
	if (wanted === undefined) return true;
	const value = first[0];
	if (typeof value === 'object' && value !== null)
		throw new CommandError('jsonpath leads to a nested object or list which is not supported');
	return goPrint(value).trim() === wanted.trim();
}

/** "==" belongs to the expression. */
function splitAtSingleEquals(text: string): string[] {
	const parts: string[] = [];
	let element = '';
	for (let i = 0; i < text.length; i++) {
		const char = text.charAt(i);
		if (char !== '=') element += char;
		else if (text.charAt(i + 1) === '=') {
			element += '==';
			i++;
		} else {
			parts.push(element);
			element = '';
		}
	}
	return [...parts, element];
}

/** The expression's own mistakes are the user's. */
function inWords<T>(action: () => T): T {
	try {
		return action();
	} catch (error) {
		if (error instanceof CommandError || !(error instanceof Error)) throw error;
		throw new CommandError(error.message);
	}
}
