import { formatJsonInSteps } from '../../machinery/format-json-in-steps.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { CommandError, messageOf } from './errors.ts';
import type { Streams } from './streams.ts';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The configuration that was applied last, as its annotation holds it. */
export function lastAppliedOf(object: KubeObject): string | undefined {
	return object.metadata.annotations?.[LAST_APPLIED];
}

/** The object without that annotation; its annotations are there, be they none. */
export function withoutAppliedAnnotation(object: KubeObject): KubeObject {
	const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations ?? {};
	return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The object as it would be applied: its own JSON in the annotation. Models kubectl/pkg/util GetModifiedConfiguration. */
export function* withAppliedAnnotation({ pause }: Pick<Streams, 'pause'>, object: KubeObject): Task<KubeObject> {
	const bare = withoutAppliedAnnotation(object);
	const annotations = {
		...bare.metadata.annotations,
		[LAST_APPLIED]: `${yield* formatJsonInSteps(bare, {}, pause)}\n`,
	};
	return { ...object, metadata: { ...object.metadata, annotations } };
}

/** Says at which file and step a request failed. Models cmdutil.AddSourceToErr. */
export function addSource(verb: string, source: string, error: Error): Error {
	if (source === '') return error;
	const head = `error when ${verb} ${JSON.stringify(source)}`;
	if (error instanceof ApiError)
		return new ApiError({ ...error.status, message: `${head}: ${error.status.message ?? ''}` });
	return new CommandError(`${head}: ${messageOf(error)}`);
}
