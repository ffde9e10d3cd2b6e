import { jsonEqual } from '../../machinery/json-equal.ts';
import type { KubeObject } from '../../machinery/meta.ts';

interface WithSpecAndStatus extends KubeObject {
	spec: unknown;
	status: unknown;
}

/** A new object with a status: nobody has observed it yet. Models the PrepareForCreate of most strategies. */
export function startGeneration(object: WithSpecAndStatus): void {
	object.status = {};
	object.metadata.generation = 1;
}

/** As `startGeneration`, for kinds whose status has counters that are always there: they start at zero. */
export function startGenerationWith(status: { readonly [counter: string]: 0 }): (object: WithSpecAndStatus) => void {
	return (object) => {
		startGeneration(object);
		object.status = { ...status };
	};
}

/**
 * An update of everything but the status: the status stays, and the generation grows when what is wished for changes.
 * Models the PrepareForUpdate of most strategies.
 */
export function keepStatus(object: WithSpecAndStatus, old: WithSpecAndStatus): void {
	object.status = old.status;
	setGeneration(object, old, !jsonEqual(object.spec, old.spec));
}

export function setGeneration(object: KubeObject, old: KubeObject, changed: boolean): void {
	const before = old.metadata.generation ?? 0;
	const generation = changed ? before + 1 : before;
	if (generation === 0) delete object.metadata.generation;
	else object.metadata.generation = generation;
}

/** An update of the status: the rest of the object stays. Models the PrepareForUpdate of most status strategies. */
export function keepSpec(object: WithSpecAndStatus, old: WithSpecAndStatus): void {
	object.spec = old.spec;
}

/** As `keepSpec`, and the labels stay too (apps, batch). */
export function keepSpecAndLabels(object: WithSpecAndStatus, old: WithSpecAndStatus): void {
	object.spec = old.spec;
	if (old.metadata.labels === undefined) delete object.metadata.labels;
	else object.metadata.labels = old.metadata.labels;
}
