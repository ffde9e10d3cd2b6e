import type { Pod, PodTemplateSpec } from '../api/core/types/pod.ts';
import type { Draft } from '../client/api-client.ts';
import type { Resource } from '../client/resource.ts';
import { TransportError } from '../client/transport.ts';
import { delay } from '../machinery/delay.ts';
import type { KubeObject } from '../machinery/meta.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task } from '../machinery/task.ts';
import type { Scope } from './controller.ts';
import { controllerReference } from './ownership.ts';
import { PODS } from './resources.ts';

/** A Pod as a workload's template describes it, not yet created. Models pkg/controller GetPodFromTemplate. */
export function podFromTemplate<O extends KubeObject>(
	template: PodTemplateSpec,
	owner: O,
	ownerResource: Resource<O>,
): Draft<Pod> {
	const { labels, annotations, finalizers } = template.metadata ?? {};
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			generateName: `${owner.metadata.name}-`,
			...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
			...(labels === undefined ? {} : { labels }),
			...(annotations === undefined ? {} : { annotations }),
			...(finalizers === undefined ? {} : { finalizers }),
			ownerReferences: [controllerReference(owner, ownerResource)],
		},
		spec: template.spec,
	};
}

/** Creates a Pod and says so in the owner's events; what goes wrong is said there too, and thrown. */
export function* createPod(scope: Scope<unknown>, owner: KubeObject, pod: Draft<Pod>): Task<Pod> {
	try {
		const created = yield* scope.client.create(PODS, pod);
		scope.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name}`);
		return created;
	} catch (error) {
		if (!isNamespaceTerminating(error)) {
			scope.event(owner, 'Warning', 'FailedCreate', `Error creating: ${messageOf(error)}`);
		}
		throw error;
	}
}

/** Deletes a Pod and says so in the owner's events. A Pod that is gone already is deleted. */
export function* deletePod(scope: Scope<unknown>, owner: KubeObject, pod: Pod): Task<void> {
	try {
		yield* scope.client.delete(PODS, pod.metadata);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') throw error;
		scope.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${messageOf(error)}`);
		throw error;
	}
	scope.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
}

export function isNamespaceTerminating(error: unknown): boolean {
	return (
		error instanceof ApiError &&
		error.reason === 'Forbidden' &&
		(error.status.details?.causes ?? []).some((cause) => cause.reason === 'NamespaceTerminating')
	);
}

/** The text of an error of the cluster; a bug passes through. */
export function messageOf(error: unknown): string {
	if (error instanceof ApiError || error instanceof TransportError) return error.message;
	throw error;
}

/** Models pkg/controller/replicaset slowStartBatch: 1, 2, 4, … at a time, and no further batch once one has failed. */
export function* slowStart(
	scope: Scope<unknown>,
	count: number,
	each: () => Task<unknown>,
): Task<{ succeeded: number; error: unknown }> {
	let remaining = count;
	let succeeded = 0;
	for (let size = Math.min(1, count); size > 0; size = Math.min(2 * size, remaining)) {
		let failure: { error: unknown } | undefined;
		for (let index = 0; index < size; index++) {
			yield* breathe(scope, count - remaining + index);
			try {
				yield* each();
				succeeded++;
			} catch (error) {
				messageOf(error);
				failure ??= { error };
			}
		}
		if (failure !== undefined) return { succeeded, error: failure.error };
		remaining -= size;
	}
	return { succeeded, error: undefined };
}

const REQUESTS_AT_ONCE = 10;
const PAUSE_MS = 10;

/**
 * Lets a moment pass after every few of many requests, so that thousands of them are no single step of the world.
 * Differs: client-go lets 20 a second pass after a burst of 30.
 * @param done requests made so far.
 */
export function* breathe(scope: Scope<unknown>, done: number): Task<void> {
	if (done === 0 || done % REQUESTS_AT_ONCE !== 0) return;
	yield delay(scope.context.loop, PAUSE_MS);
}
