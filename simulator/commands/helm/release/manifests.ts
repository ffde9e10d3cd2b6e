import { compareUtf8 } from '../../../machinery/format-json.ts';
import { isDict } from '../../../machinery/go-template/values.ts';
import type { Task } from '../../../machinery/task.ts';
import { readLongYaml } from '../chart/read-yaml.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { Hook, HookEvent } from './release.ts';

/** One document of a template's output. */
export interface Manifest {
	/** The template's path. */
	readonly path: string;
	readonly content: string;
	readonly apiVersion: string;
	readonly kind: string;
	readonly name: string;
	readonly annotations: ReadonlyMap<string, string>;
}

const INSTALL_ORDER: readonly string[] = [
	'PriorityClass',
	'Namespace',
	'NetworkPolicy',
	'ResourceQuota',
	'LimitRange',
	'PodSecurityPolicy',
	'PodDisruptionBudget',
	'ServiceAccount',
	'Secret',
	'SecretList',
	'ConfigMap',
	'StorageClass',
	'PersistentVolume',
	'PersistentVolumeClaim',
	'CustomResourceDefinition',
	'ClusterRole',
	'ClusterRoleList',
	'ClusterRoleBinding',
	'ClusterRoleBindingList',
	'Role',
	'RoleList',
	'RoleBinding',
	'RoleBindingList',
	'Service',
	'DaemonSet',
	'Pod',
	'ReplicationController',
	'ReplicaSet',
	'Deployment',
	'HorizontalPodAutoscaler',
	'StatefulSet',
	'Job',
	'CronJob',
	'IngressClass',
	'Ingress',
	'APIService',
];

/** Nearly the reverse: Services go before what they lead to. Models helm.sh/helm/v3/pkg/releaseutil UninstallOrder. */
const UNINSTALL_ORDER: readonly string[] = [
	'APIService',
	'Ingress',
	'IngressClass',
	'Service',
	...INSTALL_ORDER.filter((kind) => !['APIService', 'Ingress', 'IngressClass', 'Service'].includes(kind)).reverse(),
];

export type KindOrder = 'install' | 'uninstall';

/** Documents of a text, trimmed. Models releaseutil.SplitManifests; blanks before a separator go with the trimming. */
export function splitManifests(text: string): string[] {
	return text
		.trim()
		.split(/(?:^|\n)---\s*/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

/**
 * Hooks and the rest, each by kind. @throws HelmError. Models releaseutil.SortManifests.
 * @param pause called after so many nodes of YAML.
 */
export function* sortManifests(
	files: ReadonlyMap<string, string>,
	order: KindOrder,
	info: (text: string) => void,
	pause: (nodes: number) => Task<void>,
): Task<{ hooks: Hook[]; manifests: Manifest[] }> {
	const hooks: Hook[] = [];
	const manifests: Manifest[] = [];
	for (const path of [...files.keys()].sort(compareUtf8)) {
		const content = files.get(path) as string;
		if ((path.split('/').at(-1) as string).startsWith('_') || content.trim() === '') continue;
		for (const part of splitManifests(content)) {
			const manifest = yield* headOf(path, part, pause);
			const types = manifest.annotations.get('helm.sh/hook');
			if (types === undefined) manifests.push(manifest);
			else {
				const hook = hookOf(manifest, types);
				if (hook === undefined) info(`manifest_sorter.go:199: info: skipping unknown hook: ${JSON.stringify(types)}`);
				else hooks.push(hook);
			}
		}
	}
	const kinds = order === 'install' ? INSTALL_ORDER : UNINSTALL_ORDER;
	return { hooks: sortByKind(hooks, kinds), manifests: sortByKind(manifests, kinds) };
}

function sortByKind<T extends { readonly kind: string }>(items: readonly T[], kinds: readonly string[]): T[] {
	const rank = (kind: string): number => (kinds.includes(kind) ? kinds.indexOf(kind) : kinds.length);
	return [...items].sort((a, b) => {
		const difference = rank(a.kind) - rank(b.kind);
		if (difference !== 0 || rank(a.kind) < kinds.length) return difference;
		return compareUtf8(a.kind, b.kind);
	});
}

function* headOf(path: string, content: string, pause: (nodes: number) => Task<void>): Task<Manifest> {
	let document: unknown;
	try {
		document = yield* readLongYaml(content, pause);
	} catch (error) {
		throw wrapError(error, `YAML parse error on ${path}`);
	}
	if (document !== null && !isDict(document)) {
		const kind = Array.isArray(document) ? 'array' : typeof document === 'boolean' ? 'bool' : typeof document;
		throw new HelmError(
			`YAML parse error on ${path}: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${kind} into Go value of type releaseutil.SimpleHead`,
		);
	}
	const fields = (document ?? {}) as { readonly [name: string]: unknown };
	const metadata = isDict(fields.metadata) ? fields.metadata : {};
	const text = (value: unknown): string => (typeof value === 'string' ? value : '');
	return {
		path,
		content,
		apiVersion: text(fields.apiVersion),
		kind: text(fields.kind),
		name: text(metadata.name),
		annotations: annotationsOf(path, metadata.annotations),
	};
}

function annotationsOf(path: string, annotations: unknown): ReadonlyMap<string, string> {
	if (!isDict(annotations)) return new Map();
	return new Map(
		Object.entries(annotations).map(([name, value]): [string, string] => {
			if (typeof value === 'string') return [name, value];
			if (value === null) return [name, ''];
			const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
			throw new HelmError(
				`YAML parse error on ${path}: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${kind} into Go struct field .metadata.annotations of type string`,
			);
		}),
	);
}

const EVENTS: ReadonlyMap<string, HookEvent> = new Map<string, HookEvent>([
	['pre-install', 'pre-install'],
	['post-install', 'post-install'],
	['pre-delete', 'pre-delete'],
	['post-delete', 'post-delete'],
	['pre-upgrade', 'pre-upgrade'],
	['post-upgrade', 'post-upgrade'],
	['pre-rollback', 'pre-rollback'],
	['post-rollback', 'post-rollback'],
	['test', 'test'],
	['test-success', 'test'],
]);

function hookOf(manifest: Manifest, types: string): Hook | undefined {
	const words = (name: string): string[] =>
		(manifest.annotations.get(name) ?? '')
			.split(',')
			.map((word) => word.toLowerCase().trim())
			.filter((word) => word !== '');
	const events: HookEvent[] = [];
	for (const type of types.split(',')) {
		const event = EVENTS.get(type.toLowerCase().trim());
		if (event === undefined) return undefined;
		events.push(event);
	}
	const weight = manifest.annotations.get('helm.sh/hook-weight') ?? '';
	return {
		name: manifest.name,
		kind: manifest.kind,
		path: manifest.path,
		manifest: manifest.content,
		events,
		lastRun: { startedAtMs: undefined, completedAtMs: undefined, phase: '' },
		weight: /^[+-]?\d+$/.test(weight) ? Number(weight) : 0,
		deletePolicies: words('helm.sh/hook-delete-policy'),
		outputLogPolicies: words('helm.sh/hook-output-log-policy'),
	};
}
