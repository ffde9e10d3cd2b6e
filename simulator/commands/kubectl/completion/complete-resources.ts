import { compareUtf8 } from '../../../machinery/format-json.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CompletionFunction, Completions } from '../command.ts';
import { isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { collectResources } from '../resources.ts';
import { qualifiedResource } from '../rest-mapper.ts';
import { DIRECTIVES } from './directives.ts';

const NO_FILES = DIRECTIVES.noFileCompletion;

/** Types first, then names of that type. Models kubectl/pkg/util/completion ResourceTypeAndNameCompletionFunc. */
export const completeTypeAndName: CompletionFunction = ({ kubectl, args }, toComplete) =>
	typesAndNames(kubectl, args, toComplete, undefined, true);

/** "type name" or "type/name" out of some types only. Models SpecifiedResourceTypeAndNameCompletionFunc. */
export const completeOneOf =
	(allowed: readonly string[], allowRepeat = true): CompletionFunction =>
	({ kubectl, args }, toComplete) =>
		typesAndNames(kubectl, args, toComplete, allowed, allowRepeat);

/** Names of one type as the first argument. Models ResourceNameCompletionFunc. */
export const completeNamesOf =
	(type: string): CompletionFunction =>
	({ kubectl, args }, toComplete) =>
		offered(args.length === 0 ? names(kubectl, type, toComplete) : undefined);

/** Names of one type as a flag's value. */
export const completeFlagNamesOf =
	(type: string): CompletionFunction =>
	({ kubectl }, toComplete) =>
		offered(names(kubectl, type, toComplete));

function* offered(found: Task<readonly string[]> | undefined): Task<Completions> {
	return { choices: found === undefined ? [] : yield* found, directive: NO_FILES };
}

function* typesAndNames(
	kubectl: Kubectl,
	args: readonly string[],
	toComplete: string,
	allowed: readonly string[] | undefined,
	allowRepeat: boolean,
): Task<Completions> {
	const first = args[0];
	if (first !== undefined && !first.includes('/')) {
		if (!allowRepeat && args.length > 1) return { choices: [], directive: NO_FILES };
		const found = yield* names(kubectl, first, toComplete);
		return { choices: found.filter((name) => !args.slice(1).includes(name)), directive: NO_FILES };
	}
	const slash = toComplete.indexOf('/');
	if (slash >= 0) {
		if (!allowRepeat && args.length > 0) return { choices: [], directive: NO_FILES };
		const choices = yield* typedNames(kubectl, toComplete);
		return { choices: choices.filter((choice) => !args.includes(choice)), directive: NO_FILES };
	}
	if (first !== undefined && !allowRepeat) return { choices: [], directive: NO_FILES };
	const types = allowed?.filter((type) => type.startsWith(toComplete)) ?? (yield* typeNames(kubectl, toComplete));
	if (first === undefined) return { choices: types, directive: NO_FILES };
	return { choices: types.map((type) => `${type}/`), directive: NO_FILES | DIRECTIVES.noSpace };
}

/** "type/name" for what stands before the slash. */
export function* typedNames(kubectl: Kubectl, toComplete: string): Task<string[]> {
	const slash = toComplete.indexOf('/');
	const type = toComplete.slice(0, slash);
	return (yield* names(kubectl, type, toComplete.slice(slash + 1))).map((name) => `${type}/${name}`);
}

/** Types that can be got, the last of a list separated by commas. Models compGetResourceList. */
function* typeNames(kubectl: Kubectl, toComplete: string): Task<string[]> {
	const comma = toComplete.lastIndexOf(',');
	const [head, tail] = [toComplete.slice(0, comma + 1), toComplete.slice(comma + 1)];
	try {
		const { api } = yield* kubectl.mapper(0);
		const preferred = new Map(api.groups.map((group) => [group.name, group.versions[0]]));
		return api.resources
			.filter((each) => each.verbs.includes('get') && preferred.get(each.group) === each.version)
			.sort((a, b) => compareUtf8(a.group, b.group) || compareUtf8(a.resource, b.resource))
			.map(qualifiedResource)
			.filter((name) => name.startsWith(tail))
			.map((name) => head + name);
	} catch (error) {
		if (isUserError(error)) return [];
		throw error;
	}
}

/** Names of what a type has. Models CompGetResource. */
export function* names(kubectl: Kubectl, type: string, toComplete: string): Task<string[]> {
	const objects = yield* objectsOf(kubectl, [type]);
	return objects.map((object) => object.metadata.name).filter((name) => name.startsWith(toComplete));
}

/** What `kubectl get` with the arguments would get; nothing when it fails. */
export function* objectsOf(kubectl: Kubectl, args: readonly string[], namespace?: string): Task<KubeObject[]> {
	try {
		yield* kubectl.mapper(0);
		const { infos } = yield* collectResources(kubectl, {
			args,
			namespace: namespace ?? (yield* kubectl.namespace()).namespace,
			allowEmptyName: true,
			continueOnError: true,
			flatten: true,
		});
		return infos.flatMap(({ object }) => (object === undefined ? [] : [object]));
	} catch (error) {
		if (isUserError(error)) return [];
		throw error;
	}
}
