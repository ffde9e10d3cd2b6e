import {
	definitionCondition,
	isDefinitionCondition,
	withDefinitionCondition,
} from '../../api/apiextensions/definition-conditions.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionCondition } from '../../api/apiextensions/types.ts';
import { customKinds } from '../../api/custom-resources/custom-kind.ts';
import type { Kind } from '../../api/kind.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import { startTask, type Task } from '../../machinery/task.ts';
import { registerCustomVersion } from '../discovery/api-services.ts';
import { deleteObject } from '../registry/delete-object.ts';
import type { ResourceStorage } from '../registry/resource-storage.ts';
import type { StorageHook } from '../registry/storage-hook.ts';
import { updateObject } from '../registry/update-object.ts';
import type { WriteContext } from '../registry/write-context.ts';
import type { ServerCore } from '../server-core.ts';
import { nameConditions } from './accepted-names.ts';

/** Where definitions lie in the store; no other kind lies there. */
export const DEFINITIONS = 'apiextensions.k8s.io/customresourcedefinitions';
const FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** What informers and queues of the real server's controllers take to get to the next step. */
const STEP_MS = 4;
/** Models crd_finalizer.go: how often it looks whether the instances are gone, and how long. */
const POLL_MS = 5_000;
const POLLS_MAX = 12;

interface Served {
	readonly definition: CustomResourceDefinition;
	readonly kinds: readonly Kind[];
}

/**
 * Serves what CustomResourceDefinitions define, and carries the definitions through their conditions. Nothing of it
 * exists in a server without definitions.
 * Models apiextensions-apiserver/pkg/apiserver crdHandler and the naming, establishing and finalizing controllers.
 */
export class CustomResources {
	readonly hook: StorageHook;
	readonly #core: ServerCore;
	readonly #forget: (kind: Kind) => void;
	readonly #served = new Map<string, Served>();
	/** Names of definitions that will be looked at. */
	readonly #pending = new Set<string>();
	/** How often the instances of a definition that is being deleted were looked for. */
	readonly #polls = new Map<string, number>();
	#stopped = false;

	/** @param forget drops the server's storage of a kind that is no longer served. */
	constructor(core: ServerCore, forget: (kind: Kind) => void) {
		this.#core = core;
		this.#forget = forget;
		this.hook = {
			beforeDelete: (object) => this.#beginDeletion(object as unknown as CustomResourceDefinition),
			stored: (object, removed) => this.#stored(object as unknown as CustomResourceDefinition, removed),
		};
	}

	/** Takes up the definitions that there are. */
	start(): void {
		for (const object of this.#storage().all('')) this.#stored(object as unknown as CustomResourceDefinition, false);
	}

	stop(): void {
		this.#stopped = true;
	}

	#storage(): ResourceStorage {
		const kind = this.#core.kinds.byResource('apiextensions.k8s.io', 'v1', 'customresourcedefinitions');
		if (kind === undefined) throw new Error('assertion failed: no kind CustomResourceDefinition');
		return this.#core.storageOf(kind);
	}

	#stored(definition: CustomResourceDefinition, removed: boolean): void {
		this.#serve(definition, removed);
		this.#schedule(definition, removed);
	}

	/** Adds, replaces or removes the kinds of a definition. */
	#serve(definition: CustomResourceDefinition, removed: boolean): void {
		const { kinds } = this.#core;
		const { name } = definition.metadata;
		const before = this.#served.get(name);
		const serves = !removed && isDefinitionCondition(definition, 'Established');
		if (before !== undefined && serves && sameKinds(before.definition, definition)) return;
		for (const kind of before?.kinds ?? []) {
			kinds.remove(kind);
			this.#forget(kind);
		}
		this.#served.delete(name);
		const made = serves ? customKinds(definition, isDefinitionCondition(definition, 'Terminating')) : [];
		for (const kind of made) kinds.add(kind);
		if (serves) this.#served.set(name, { definition, kinds: made });
		for (const { group, version } of [...(before?.kinds ?? []), ...made]) {
			registerCustomVersion(this.#core, group, version);
		}
	}

	/** A definition that came to rest is not looked at again. */
	#schedule(definition: CustomResourceDefinition, removed: boolean): void {
		const { group } = definition.spec;
		if (!removed && needsAttention(definition)) this.#later(definition.metadata.name, STEP_MS);
		// Names may have become free.
		for (const other of this.#storage().all('') as unknown as CustomResourceDefinition[]) {
			const waits = other.metadata.name !== definition.metadata.name && other.spec.group === group;
			if (waits && needsNames(other)) this.#later(other.metadata.name, STEP_MS);
		}
	}

	#later(name: string, delayMs: number): void {
		if (this.#pending.has(name)) return;
		this.#pending.add(name);
		this.#core.world.loop.after(delayMs, () => {
			this.#pending.delete(name);
			if (!this.#stopped) startTask(this.#sync(name), () => undefined);
		});
	}

	*#sync(name: string): Task<void> {
		const found = this.#storage().find('', name);
		if (found === undefined) return;
		const definition = found as unknown as CustomResourceDefinition;
		try {
			if (isBeingDeleted(definition)) yield* this.#finalize(definition);
			else if (needsNames(definition)) yield* this.#acceptNames(definition);
			else yield* this.#establish(definition);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			this.#later(name, POLL_MS);
		}
	}

	*#acceptNames(definition: CustomResourceDefinition): Task<void> {
		const others = (this.#storage().all('') as unknown as CustomResourceDefinition[]).filter(
			(each) => each.spec.group === definition.spec.group,
		);
		const { names, conditions } = nameConditions(definition, others);
		const accepted = definitionCondition(definition, 'NamesAccepted');
		const same = conditions[0]?.status === accepted?.status && conditions[0]?.message === accepted?.message;
		if (same && jsonEqual(names, definition.status.acceptedNames)) return;
		yield* this.#writeStatus(definition, conditions, { acceptedNames: names });
	}

	*#establish(definition: CustomResourceDefinition): Task<void> {
		const accepted = isDefinitionCondition(definition, 'NamesAccepted');
		if (!accepted || isDefinitionCondition(definition, 'Established')) return;
		yield* this.#writeStatus(definition, [
			{
				type: 'Established',
				status: 'True',
				reason: 'InitialNamesAccepted',
				message: 'the initial names have been accepted',
			},
		]);
	}

	*#writeStatus(
		definition: CustomResourceDefinition,
		conditions: readonly CustomResourceDefinitionCondition[],
		more: Partial<CustomResourceDefinition['status']> = {},
		finalizers = definition.metadata.finalizers,
	): Task<void> {
		let list = definition.status.conditions ?? [];
		for (const each of conditions) list = withDefinitionCondition(list, each, this.#core.world.timestamp());
		const metadata = { ...definition.metadata };
		if (finalizers === undefined || finalizers.length === 0) delete metadata.finalizers;
		else metadata.finalizers = [...finalizers];
		const next = { ...definition, metadata, status: { ...definition.status, ...more, conditions: list } };
		yield* updateObject(this.#core, this.#storage(), next, definition, OWN_WRITE);
	}

	/** Models registry/customresourcedefinition/etcd.go Delete. */
	#beginDeletion(definition: CustomResourceDefinition): KubeObject {
		if (definition.metadata.deletionTimestamp !== undefined) return definition;
		const timestamp = this.#core.world.timestamp();
		const finalizers = definition.metadata.finalizers ?? [];
		const condition = {
			type: 'Terminating',
			status: 'True',
			reason: 'InstanceDeletionPending',
			message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
		};
		return {
			...definition,
			metadata: {
				...definition.metadata,
				deletionTimestamp: timestamp,
				finalizers: finalizers.includes(FINALIZER) ? finalizers : [...finalizers, FINALIZER],
			},
			status: {
				...definition.status,
				conditions: withDefinitionCondition(definition.status.conditions, condition, timestamp),
			},
		} as KubeObject;
	}

	/** Models pkg/controller/finalizer CRDFinalizer.sync. */
	*#finalize(definition: CustomResourceDefinition): Task<void> {
		const { name } = definition.metadata;
		if (!isDefinitionCondition(definition, 'Established')) {
			yield* this.#finish(definition, 'NeverEstablished', 'resource was never established');
			return;
		}
		const terminating = definitionCondition(definition, 'Terminating');
		if (terminating?.reason !== 'InstanceDeletionInProgress') {
			this.#polls.set(name, 0);
			const message = 'CustomResource deletion is in progress';
			yield* this.#writeStatus(definition, [
				{ type: 'Terminating', status: 'True', reason: 'InstanceDeletionInProgress', message },
			]);
			return;
		}
		const polls = this.#polls.get(name) ?? 0;
		if (polls === 0) yield* this.#deleteInstances(name);
		this.#polls.set(name, polls + 1);
		if (this.#instances(name).length === 0) {
			this.#polls.delete(name);
			yield* this.#finish(definition, 'InstanceDeletionCompleted', 'removed all instances');
		} else if (polls < POLLS_MAX) this.#later(name, POLL_MS);
		else {
			const message = 'could not confirm zero CustomResources remaining: context deadline exceeded';
			yield* this.#writeStatus(definition, [
				{ type: 'Terminating', status: 'True', reason: 'InstanceDeletionCheck', message },
			]);
		}
	}

	*#finish(definition: CustomResourceDefinition, reason: string, message: string): Task<void> {
		const left = (definition.metadata.finalizers ?? []).filter((each) => each !== FINALIZER);
		yield* this.#writeStatus(definition, [{ type: 'Terminating', status: 'False', reason, message }], {}, left);
	}

	#instances(name: string): readonly KubeObject[] {
		const kind = this.#served.get(name)?.kinds[0];
		return kind === undefined ? [] : this.#core.storageOf(kind).all('');
	}

	*#deleteInstances(name: string): Task<void> {
		const kind = this.#served.get(name)?.kinds[0];
		if (kind === undefined) return;
		const storage = this.#core.storageOf(kind);
		for (const object of this.#instances(name)) yield* deleteObject(this.#core, storage, object, {}, OWN_DELETE);
	}
}

const OWN_WRITE: WriteContext = {
	user: { name: 'system:apiserver', groups: ['system:masters'] },
	dryRun: false,
	fieldManager: 'kube-apiserver',
	subresource: 'status',
	warnings: [],
};
const OWN_DELETE: WriteContext = { ...OWN_WRITE, subresource: '' };

function sameKinds(before: CustomResourceDefinition, definition: CustomResourceDefinition): boolean {
	return (
		before.metadata.uid === definition.metadata.uid &&
		jsonEqual(before.spec, definition.spec) &&
		jsonEqual(before.status.acceptedNames, definition.status.acceptedNames) &&
		isDefinitionCondition(before, 'Terminating') === isDefinitionCondition(definition, 'Terminating')
	);
}

function isBeingDeleted({ metadata }: CustomResourceDefinition): boolean {
	return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(FINALIZER) === true;
}

function needsNames({ spec, status }: CustomResourceDefinition): boolean {
	return !jsonEqual(spec.names, status.acceptedNames);
}

function needsAttention(definition: CustomResourceDefinition): boolean {
	return isBeingDeleted(definition) || needsNames(definition) || !isDefinitionCondition(definition, 'Established');
}
