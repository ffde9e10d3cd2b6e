import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { CommandError } from './errors.ts';
import type { Kubectl } from './kubectl.ts';
import type { Mapping } from './rest-mapper.ts';
import { resourcePath } from './rest-mapper.ts';

/** An object to wait for; `uid` tells it from a later one of the same name. */
export interface Awaited {
	readonly mapping: Mapping;
	readonly namespace: string;
	readonly name: string;
	readonly uid: string | undefined;
}

/** Waits until the object is gone. @throws CommandError when the time is up. Models kubectl/pkg/cmd/wait IsDeleted. */
export function* waitForDeletion(kubectl: Kubectl, awaited: Awaited, deadlineMs: number): Task<void> {
	const { mapping, namespace, name, uid } = awaited;
	const client = yield* kubectl.client();
	const path = resourcePath(mapping, namespace);
	const selector = ['fieldSelector', `metadata.name=${name}`] as const;
	for (;;) {
		let list: { metadata: { resourceVersion: string }; items?: KubeObject[] };
		try {
			list = yield* client.get(path, [selector]);
		} catch (error) {
			if (error instanceof ApiError && error.reason === 'NotFound') return;
			throw error;
		}
		const current = list.items?.[0];
		if (current === undefined) return;
		if (uid !== undefined && current.metadata.uid !== uid) return;
		if (kubectl.process.now() >= deadlineMs) throw timedOut(awaited);
		const stream = yield* client.watch(path, [selector, ['resourceVersion', list.metadata.resourceVersion]]);
		for (;;) {
			const event = yield* stream.next(deadlineMs);
			if (event === 'timeout') {
				stream.close();
				throw timedOut(awaited);
			}
			if (event === undefined) break;
			if (event.type === 'DELETED') {
				stream.close();
				return;
			}
			if (event.type === 'ERROR') break;
		}
	}
}

function timedOut({ mapping, name }: Awaited): CommandError {
	return new CommandError(`timed out waiting for the condition on ${mapping.resource}/${name}`);
}
