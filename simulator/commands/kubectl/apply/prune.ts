import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { lastAppliedOf } from '../last-applied.ts';
import type { PrintFlagValues } from '../printing/print-flags.ts';
import { printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import type { Mapping, RestMapper } from '../rest-mapper.ts';
import { resourcePath } from '../rest-mapper.ts';
import type { DryRun } from '../shared-flags.ts';
import { withDryRun } from '../shared-flags.ts';

/** Kinds that are pruned unless an allowlist says otherwise. Models kubectl/pkg/util/prune. */
const NAMESPACED = [
	['', 'v1', 'ConfigMap'],
	['', 'v1', 'Endpoints'],
	['', 'v1', 'PersistentVolumeClaim'],
	['', 'v1', 'Pod'],
	['', 'v1', 'ReplicationController'],
	['', 'v1', 'Secret'],
	['', 'v1', 'Service'],
	['batch', 'v1', 'Job'],
	['batch', 'v1', 'CronJob'],
	['networking.k8s.io', 'v1', 'Ingress'],
	['apps', 'v1', 'DaemonSet'],
	['apps', 'v1', 'Deployment'],
	['apps', 'v1', 'ReplicaSet'],
	['apps', 'v1', 'StatefulSet'],
] as const;
const CLUSTER_WIDE = [
	['', 'v1', 'Namespace'],
	['', 'v1', 'PersistentVolume'],
] as const;

/** Said whenever no allowlist is given: there is always a namespace. */
const PRUNE_WARNING =
	'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.';

interface PruneScope {
	/** Only when the command line names one. */
	readonly namespace: string | undefined;
	readonly selector: string;
	readonly allowlist: readonly string[];
}

interface PruneOptions {
	readonly dryRun: DryRun;
	readonly propagation: string;
	readonly graceSeconds: number;
	readonly printFlags: PrintFlagValues;
}

/** Deletes what an earlier apply made and this one no longer names. */
export function* pruneObjects(kubectl: Kubectl, objects: readonly Prunable[], options: PruneOptions): Task<void> {
	const printer = yield* printerOf(kubectl, options.printFlags, { operation: withDryRun('pruned', options.dryRun) });
	for (const { mapping, namespace, object } of objects) {
		if (options.dryRun !== 'client') {
			yield* kubectl.deleteObject(mapping, namespace, object.metadata.name, {
				kind: 'DeleteOptions',
				apiVersion: 'v1',
				propagationPolicy: options.propagation,
				...(options.dryRun === 'server' ? { dryRun: ['All'] } : {}),
				...(options.graceSeconds >= 0 ? { gracePeriodSeconds: options.graceSeconds } : {}),
			});
		}
		yield* printer.print(object as unknown as Printable);
	}
}

export interface Prunable {
	readonly mapping: Mapping;
	readonly namespace: string;
	readonly object: KubeObject;
}

/** What would be pruned: objects that were applied once and are not among `applied`. */
export function* prunableObjects(
	kubectl: Kubectl,
	applied: readonly ResourceInfo[],
	scope: PruneScope,
): Task<Prunable[]> {
	const kept = new Set(applied.map((info) => info.object?.metadata.uid));
	const namespaces = new Set(applied.flatMap((info) => (info.namespace === '' ? [] : [info.namespace])));
	if (scope.namespace !== undefined) namespaces.add(scope.namespace);
	const mapper = yield* kubectl.mapper();
	if (scope.allowlist.length === 0) yield* kubectl.logWarning('prune.go:71', PRUNE_WARNING);
	const kinds = scope.allowlist.length > 0 ? scope.allowlist.map(parseKind) : [...NAMESPACED, ...CLUSTER_WIDE];
	const mappings = kinds.flatMap(([group, version, kind]) => mapper.byKind(group, version, kind) ?? []);
	const places = [
		...[...namespaces].flatMap((namespace) =>
			mappings.filter((mapping) => mapping.namespaced).map((mapping) => ({ mapping, namespace })),
		),
		...mappings.filter((mapping) => !mapping.namespaced).map((mapping) => ({ mapping, namespace: '' })),
	];
	const found: Prunable[] = [];
	for (const { mapping, namespace } of places) {
		for (const object of yield* candidates(kubectl, mapping, namespace, scope.selector)) {
			if (lastAppliedOf(object) !== undefined && !kept.has(object.metadata.uid))
				found.push({ mapping, namespace, object });
		}
	}
	return found;
}

function* candidates(kubectl: Kubectl, mapping: Mapping, namespace: string, selector: string): Task<KubeObject[]> {
	const client = yield* kubectl.client();
	try {
		const query = selector === '' ? [] : ([['labelSelector', selector]] as const);
		const list = yield* client.get<{ items?: KubeObject[] }>(resourcePath(mapping, namespace), query);
		const apiVersion = mapping.group === '' ? mapping.version : `${mapping.group}/${mapping.version}`;
		return (list.items ?? []).map((item) => ({ ...item, apiVersion, kind: mapping.kind }));
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return [];
		throw error;
	}
}

/** Refuses a list of kinds that cannot be read or that are not served. */
export function checkAllowlist(mapper: RestMapper, allowlist: readonly string[]): void {
	for (const [group, version, kind] of allowlist.map(parseKind)) {
		if (mapper.byKind(group, version, kind) !== undefined) continue;
		const apiVersion = group === '' ? version : `${group}/${version}`;
		throw new CommandError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
	}
}

function parseKind(text: string): readonly [string, string, string] {
	const parts = text.split('/');
	if (parts.length !== 3)
		throw new CommandError(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`);
	const [group, version, kind] = parts as [string, string, string];
	return [group === 'core' ? '' : group, version, kind];
}
