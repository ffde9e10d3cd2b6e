import type { ControllerRevision } from '../api/apps/types.ts';
import type { PodTemplateSpec } from '../api/core/types/pod.ts';
import type { Resource } from '../client/resource.ts';
import { jsonEqual } from '../machinery/json-equal.ts';
import type { Json, KubeObject } from '../machinery/meta.ts';
import { podTemplateHash } from '../machinery/pod-template-hash.ts';
import { type LabelSelectorSpec, labelSelectorFrom } from '../machinery/selectors.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task } from '../machinery/task.ts';
import { claim } from './claim.ts';
import type { Scope } from './controller.ts';
import { controllerReference } from './ownership.ts';
import { CONTROLLER_REVISIONS } from './resources.ts';

/** The label by which Pods and revisions of one template find each other. */
export const REVISION_HASH = 'controller-revision-hash';

/** A workload whose templates are kept as ControllerRevisions: a daemon set, a stateful set. */
export interface Revisioned extends KubeObject {
	spec: { selector: LabelSelectorSpec; template: PodTemplateSpec; revisionHistoryLimit?: number };
	status: { collisionCount?: number };
}

export interface History {
	/** The revision of the template as it is now. */
	readonly current: ControllerRevision;
	/** All others, oldest first. */
	readonly old: readonly ControllerRevision[];
}

/** A revision's content is a patch that brings the template back. Models getPatch of the daemon and stateful set controllers. */
function templatePatch(template: PodTemplateSpec): { [key: string]: Json } {
	return { spec: { template: { ...(template as unknown as { [key: string]: Json }), $patch: 'replace' } } };
}

export function revisionHash(revision: ControllerRevision): string {
	return revision.metadata.labels?.[REVISION_HASH] ?? revision.metadata.name;
}

/**
 * The workload's revisions with one for the current template, created or renumbered as needed.
 * Models pkg/controller/daemon constructHistory and pkg/controller/history.
 */
export function* syncHistory<O extends Revisioned>(
	scope: Scope<unknown>,
	owner: O,
	resource: Resource<O>,
): Task<History> {
	const revisions = yield* claim(scope, {
		owner,
		ownerResource: resource,
		resource: CONTROLLER_REVISIONS,
		selector: labelSelectorFrom(owner.spec.selector),
	});
	revisions.sort((a, b) => a.revision - b.revision);
	const data = templatePatch(owner.spec.template);
	const same = revisions.filter((each) => jsonEqual(each.data, data));
	const latest = revisions.at(-1)?.revision ?? 0;
	const known = same.at(-1);
	if (known === undefined) {
		const current = yield* createRevision(scope, owner, resource, data, latest + 1);
		return { current, old: revisions };
	}
	let current = known;
	if (known.revision < latest) {
		current = yield* scope.client.update(CONTROLLER_REVISIONS, { ...known, revision: latest + 1 });
	}
	return { current, old: revisions.filter((each) => each.metadata.uid !== current.metadata.uid) };
}

function* createRevision<O extends Revisioned>(
	scope: Scope<unknown>,
	owner: O,
	resource: Resource<O>,
	data: { [key: string]: Json },
	revision: number,
): Task<ControllerRevision> {
	const hash = podTemplateHash(owner.spec.template, owner.status.collisionCount);
	const name = `${owner.metadata.name}-${hash}`;
	const { namespace = '', annotations } = owner.metadata;
	try {
		return yield* scope.client.create(CONTROLLER_REVISIONS, {
			metadata: {
				name,
				namespace,
				labels: { ...owner.spec.template.metadata?.labels, [REVISION_HASH]: hash },
				...(annotations === undefined ? {} : { annotations }),
				ownerReferences: [controllerReference(owner, resource)],
			},
			data,
			revision,
		});
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
		const other = yield* scope.client.get(CONTROLLER_REVISIONS, namespace, name);
		if (jsonEqual(other.data, data)) return other;
		// Another template hashes the same: the next try counts the collision in.
		const collisionCount = (owner.status.collisionCount ?? 0) + 1;
		yield* scope.client.update(resource, { ...owner, status: { ...owner.status, collisionCount } }, 'status');
		throw error;
	}
}

/** Deletes the oldest revisions beyond the limit that nothing runs any more. */
export function* trimHistory(
	scope: Scope<unknown>,
	owner: Revisioned,
	old: readonly ControllerRevision[],
	inUse: ReadonlySet<string>,
): Task<void> {
	const limit = owner.spec.revisionHistoryLimit ?? 10;
	const unused = old.filter((each) => !inUse.has(revisionHash(each)));
	for (const revision of unused.slice(0, Math.max(0, unused.length - limit))) {
		yield* scope.client.delete(CONTROLLER_REVISIONS, revision.metadata);
	}
}
