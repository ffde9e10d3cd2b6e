import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { FilenameFlags } from '../manifests.ts';
import { collectResources, isCollection } from '../resources.ts';
import type { PodLike } from './pod.ts';
import { byActivity, goType, podsOf, selectorOf } from './pod.ts';

/** The Pod behind "POD", "TYPE/NAME" or a file, for exec, attach and port-forward. Models AttachablePodForObjectFn. */
export function* podOfArguments(
	kubectl: Kubectl,
	namespace: string,
	args: readonly string[],
	files: FilenameFlags | undefined,
	timeoutMs: number,
	verb: string,
): Task<PodLike> {
	const { infos, error } = yield* collectResources(kubectl, {
		args,
		files,
		namespace,
		...(args.length === 1 ? { defaultType: 'pods' } : {}),
		latest: true,
	});
	if (error !== undefined) throw error;
	const object = infos[0]?.object;
	if (infos.length !== 1 || object === undefined || isCollection(object))
		throw new CommandError(`cannot ${verb} into multiple objects at a time`);
	return yield* attachablePod(kubectl, object, timeoutMs);
}

export function* attachablePod(kubectl: Kubectl, object: KubeObject, timeoutMs: number): Task<PodLike> {
	if (object.kind === 'Pod') return object as PodLike;
	let selector: string;
	try {
		selector = selectorOf(object).toString();
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`cannot attach to ${goType(object)}: ${error.message}`);
	}
	const pods = yield* podsOf(kubectl, object.metadata.namespace ?? '', selector, timeoutMs, byActivity);
	return pods[0] as PodLike;
}
