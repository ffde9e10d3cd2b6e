import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CompletionFunction, Completions } from '../command.ts';
import { isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { PodLike } from '../pods/pod.ts';
import { attachablePod } from '../pods/pod-argument.ts';
import { names, objectsOf, typedNames } from './complete-resources.ts';
import { DIRECTIVES } from './directives.ts';

const TYPES_WITH_PODS = [
	'daemonsets',
	'deployments',
	'pods',
	'jobs',
	'replicasets',
	'replicationcontrollers',
	'services',
	'statefulsets',
];
/** For completion nobody waits long. */
const POD_TIMEOUT_MS = 100;

/** Pods, or "type/" of what has Pods, as the first argument. Models PodResourceNameCompletionFunc. */
export const completePods: CompletionFunction = function* ({ kubectl, args }, toComplete) {
	if (args.length > 0) return { choices: [], directive: DIRECTIVES.noFileCompletion };
	return yield* podsAndTypes(kubectl, toComplete);
};

/** The same, then a container. Models PodResourceNameAndContainerCompletionFunc. */
export const completePodAndContainer: CompletionFunction = function* ({ kubectl, args }, toComplete) {
	const [first] = args;
	if (first === undefined) return yield* podsAndTypes(kubectl, toComplete);
	const choices = args.length === 1 ? yield* containers(kubectl, first, toComplete) : [];
	return { choices, directive: DIRECTIVES.noFileCompletion };
};

/** Containers of the first argument's Pod, as a flag's value. Models ContainerCompletionFunc. */
export const completeContainers: CompletionFunction = function* ({ kubectl, args }, toComplete) {
	const [first] = args;
	const choices = first === undefined ? [] : yield* containers(kubectl, first, toComplete);
	return { choices, directive: DIRECTIVES.noFileCompletion };
};

/** Pods, then ports. Models ResourceAndPortCompletionFunc. */
export const completePodAndPort: CompletionFunction = function* ({ kubectl, args }, toComplete) {
	const [first] = args;
	if (first === undefined) return yield* podsAndTypes(kubectl, toComplete);
	const choices = args.length === 1 ? yield* ports(kubectl, first, toComplete) : [];
	return { choices, directive: DIRECTIVES.noFileCompletion };
};

function* podsAndTypes(kubectl: Kubectl, toComplete: string): Task<Completions> {
	if (toComplete.includes('/'))
		return { choices: yield* typedNames(kubectl, toComplete), directive: DIRECTIVES.noFileCompletion };
	const pods = yield* names(kubectl, 'pod', toComplete);
	const types = TYPES_WITH_PODS.filter((type) => type.startsWith(toComplete)).map((type) => `${type}/`);
	const noSpace = pods.length === 0 ? DIRECTIVES.noSpace : 0;
	return { choices: [...pods, ...types], directive: DIRECTIVES.noFileCompletion | noSpace };
}

function* containers(kubectl: Kubectl, argument: string, toComplete: string): Task<string[]> {
	const pod = yield* podOf(kubectl, argument);
	if (pod === undefined) return [];
	const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(({ name }) => name);
	return all.filter((name) => name.startsWith(toComplete));
}

interface PortLike {
	readonly port?: number;
	readonly containerPort?: number;
}

function* ports(kubectl: Kubectl, argument: string, toComplete: string): Task<string[]> {
	const [type, name = ''] = argument.split('/') as [string, string?];
	let found: number[];
	if (argument.includes('/') && ['service', 'services', 'svc'].includes(type)) {
		const [service] = yield* objectsOf(kubectl, ['service', name]);
		const spec = (service as { spec?: { ports?: readonly PortLike[] } } | undefined)?.spec;
		found = (spec?.ports ?? []).map(({ port }) => port as number);
	} else {
		const pod = yield* podOf(kubectl, argument);
		const containersWithPorts = (pod?.spec.containers ?? []) as readonly { readonly ports?: readonly PortLike[] }[];
		found = containersWithPorts.flatMap((each) =>
			(each.ports ?? []).map(({ containerPort }) => containerPort as number),
		);
	}
	const local = toComplete.split(':')[0] as string;
	return found
		.map((port) => `${toComplete === '' ? port : local}:${port}`)
		.filter((choice) => choice.startsWith(toComplete));
}

/** Models convertResourceNameToPodName. */
function* podOf(kubectl: Kubectl, argument: string): Task<PodLike | undefined> {
	const [object] = yield* objectsOf(kubectl, argument.includes('/') ? [argument] : ['pod', argument]);
	if (object === undefined || object.kind === 'Pod') return object as PodLike | undefined;
	try {
		return yield* attachablePod(kubectl, object as KubeObject, POD_TIMEOUT_MS);
	} catch (error) {
		if (isUserError(error)) return undefined;
		throw error;
	}
}
