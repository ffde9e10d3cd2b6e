import type { Json, KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { LAST_APPLIED, lastAppliedOf } from '../last-applied.ts';
import type { Query } from '../rest-client.ts';
import type { Mapping } from '../rest-mapper.ts';

/** Only kubectl's own manager keeps the annotation of earlier client-side applies up to date. */
const SERVER_SIDE_MANAGER = 'kubectl';
const ANNOTATION_MANAGER = 'kubectl-last-applied';

interface ManagedEntry {
	readonly manager?: string;
	readonly operation?: string;
	readonly apiVersion?: string;
	readonly subresource?: string;
	readonly fieldsV1?: FieldTree;
}

interface FieldTree {
	readonly [path: string]: FieldTree;
}

export interface MigrationRequest {
	readonly mapping: Mapping;
	readonly namespace: string;
	readonly name: string;
	readonly fieldManager: string;
	/** Of every write but for its field manager. */
	readonly query: Query;
	/** Sends the manifest once more. */
	readonly again: () => Task<KubeObject>;
}

/**
 * What earlier client-side applies own of an object that has just been applied on the server becomes the new manager's.
 * A failure is only warned of: the next apply tries again. Models kubectl/pkg/cmd/apply migrateToSSAIfNecessary.
 */
export function* migrateToServerSide(
	kubectl: Kubectl,
	applied: KubeObject,
	request: MigrationRequest,
): Task<KubeObject> {
	let object = applied;
	let failing = 'failed to migrate kubectl.kubernetes.io/last-applied-configuration for Server-Side Apply';
	try {
		object = yield* keepAnnotation(kubectl, object, request);
		failing = 'server rejected managed fields migration to Server-Side Apply';
		const upgraded = upgradedEntries(entriesOf(object), request.fieldManager);
		if (upgraded === undefined) return object;
		const { mapping, namespace, name, query } = request;
		const body = [
			{ op: 'replace', path: '/metadata/managedFields', value: upgraded },
			{ op: 'replace', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion },
		];
		object = yield* kubectl.patchObject(mapping, namespace, name, { type: 'json', body }, [
			...query,
			['fieldManager', request.fieldManager],
		]);
		failing = 'failed to re-apply configuration after performing Server-Side Apply migration';
		return yield* request.again();
	} catch (error) {
		if (!isUserError(error)) throw error;
		yield* kubectl.io.err(
			`Warning: ${failing}. This is non-fatal and will be retried next time you apply. Error: ${error.message}\n`,
		);
		return object;
	}
}

/** The annotation gets a manager of its own, lest it goes with the client-side one. */
function* keepAnnotation(kubectl: Kubectl, object: KubeObject, request: MigrationRequest): Task<KubeObject> {
	const annotation = lastAppliedOf(object);
	if (request.fieldManager !== SERVER_SIDE_MANAGER || annotation === undefined) return object;
	if (entriesOf(object).some((entry) => entry.operation === 'Apply' && ownsAnnotation(entry))) return object;
	const { mapping, namespace, name, query } = request;
	const { apiVersion, kind, metadata } = object;
	const body = {
		apiVersion,
		kind,
		metadata: { annotations: { [LAST_APPLIED]: annotation }, name: metadata.name, namespace: metadata.namespace },
	};
	return yield* kubectl.patchObject(mapping, namespace, name, { type: 'apply', body }, [
		...query,
		['fieldManager', ANNOTATION_MANAGER],
	]);
}

function entriesOf(object: KubeObject): readonly ManagedEntry[] {
	return (object.metadata.managedFields ?? []) as unknown as readonly ManagedEntry[];
}

function ownsAnnotation({ subresource = '', fieldsV1 }: ManagedEntry): boolean {
	return subresource === '' && fieldsV1?.['f:metadata']?.['f:annotations']?.[`f:${LAST_APPLIED}`] !== undefined;
}

/** The entries with those of client-side managers merged into the new manager's; undefined when there are none. */
function upgradedEntries(entries: readonly ManagedEntry[], manager: string): readonly Json[] | undefined {
	const old = new Set(entries.filter((each) => each.operation === 'Update' && ownsAnnotation(each)).map(managerOf));
	if (old.size === 0) return undefined;
	let upgraded = [...entries];
	for (const name of [...old].sort()) upgraded = upgradedFrom(upgraded, name, manager);
	return upgraded as unknown as readonly Json[];
}

function managerOf({ manager = '' }: ManagedEntry): string {
	return manager;
}

/** Models csaupgrade UpgradeManagedFields for one client-side manager. */
function upgradedFrom(entries: readonly ManagedEntry[], from: string, to: string): ManagedEntry[] {
	const isOld = ({ manager, operation, subresource = '' }: ManagedEntry): boolean =>
		manager === from && operation === 'Update' && subresource === '';
	const isNew = ({ manager, operation, subresource = '' }: ManagedEntry): boolean =>
		manager === to && operation === 'Apply' && subresource === '';
	const target = entries.find(isNew) ?? entries.find(isOld);
	if (target === undefined) return [...entries];
	const merged = entries.find((each) => isOld(each) && each.apiVersion === target.apiVersion);
	const upgraded: ManagedEntry = {
		...target,
		manager: to,
		operation: 'Apply',
		fieldsV1: union(target.fieldsV1 ?? {}, merged?.fieldsV1 ?? {}),
	};
	return entries.filter((each) => each === target || !isOld(each)).map((each) => (each === target ? upgraded : each));
}

function union(one: FieldTree, other: FieldTree): FieldTree {
	const both: { [path: string]: FieldTree } = { ...one };
	for (const [path, inner] of Object.entries(other)) both[path] = union(one[path] ?? {}, inner);
	return both;
}
