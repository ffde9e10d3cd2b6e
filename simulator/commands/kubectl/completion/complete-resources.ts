import type { Task } from '../../../machinery/task.ts';
import type { FlagTable } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { resourcePath } from '../rest-mapper.ts';

/** Types first, then names of that type. Models kubectl/pkg/util/completion ResourceTypeAndNameCompletionFunc. */
export function* completeTypeAndName(invocation: Invocation<FlagTable>, toComplete: string): Task<readonly string[]> {
	const { kubectl, args } = invocation;
	if (args.length === 0) {
		const at = toComplete.lastIndexOf('/');
		if (at > 0)
			return (yield* names(kubectl, toComplete.slice(0, at))).map((name) => `${toComplete.slice(0, at)}/${name}`);
		return yield* types(kubectl, toComplete);
	}
	const first = args[0] as string;
	if (first.includes('/')) {
		const at = toComplete.lastIndexOf('/');
		return at > 0
			? (yield* names(kubectl, toComplete.slice(0, at))).map((name) => `${toComplete.slice(0, at)}/${name}`)
			: [];
	}
	return (yield* names(kubectl, first)).filter((name) => !args.includes(name));
}

/** Names of one type, and "type/name". Models ResourceNameCompletionFunc and PodResourceNameCompletionFunc. */
export const completeNamesOf = (type: string, most = 1) =>
	function* (invocation: Invocation<FlagTable>, toComplete: string): Task<readonly string[]> {
		const { kubectl, args } = invocation;
		if (args.length >= most) return [];
		const at = toComplete.lastIndexOf('/');
		if (at > 0)
			return (yield* names(kubectl, toComplete.slice(0, at))).map((name) => `${toComplete.slice(0, at)}/${name}`);
		return (yield* names(kubectl, type)).filter((name) => !args.includes(name));
	};

/** "type name" or "type/name" out of some types only. Models SpecifiedResourceTypeAndNameCompletionFunc. */
export const completeOneOf = (allowed: readonly string[]) =>
	function* (invocation: Invocation<FlagTable>, toComplete: string): Task<readonly string[]> {
		if (invocation.args.length === 0 && !toComplete.includes('/'))
			return allowed.filter((type) => type.startsWith(toComplete));
		return yield* completeTypeAndName(invocation, toComplete);
	};

export function* types(kubectl: Kubectl, toComplete: string): Task<string[]> {
	const at = toComplete.lastIndexOf(',');
	const head = at < 0 ? '' : toComplete.slice(0, at + 1);
	try {
		const mapper = yield* kubectl.mapper(0);
		const found = new Set<string>();
		for (const each of mapper.api.resources) {
			if (each.verbs.length > 0) found.add(each.group === '' ? each.resource : `${each.resource}.${each.group}`);
		}
		return [...found].sort().map((type) => head + type);
	} catch (error) {
		if (isUserError(error)) return [];
		throw error;
	}
}

export function* names(kubectl: Kubectl, type: string): Task<string[]> {
	try {
		const mapper = yield* kubectl.mapper(0);
		const mapping = mapper.tryMappingFor(type);
		if (mapping === undefined) return [];
		const { namespace } = yield* kubectl.namespace();
		const client = yield* kubectl.client();
		const list = yield* client.get<{ items?: { metadata: { name: string } }[] }>(resourcePath(mapping, namespace), [
			['limit', '500'],
		]);
		return (list.items ?? []).map((item) => item.metadata.name);
	} catch (error) {
		if (isUserError(error)) return [];
		throw error;
	}
}
