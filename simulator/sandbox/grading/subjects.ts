import type { KubeObject } from '../../machinery/meta.ts';
import { parseLabelSelector } from '../../machinery/selectors.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { Check, ObjectCheck, Subject, Task } from '../world-api.ts';
import type { Gradable } from './grade.ts';

/** Objects shown for a selector: what the rest says is the same again. */
const SELECTED_MAX = 3;

/** What the checks of a task look at in this world, told without what differs from world to world. */
export function subjectsOf(world: Pick<Gradable, 'reader' | 'readFile'>, task: Task): Subject[] {
	const subjects = new Map<string, Subject>();
	for (const check of task.checks.flatMap(withInner)) {
		for (const subject of lookedAt(world, check)) subjects.set(subject.title, subject);
	}
	return [...subjects.values()];
}

function withInner(check: Check): Check[] {
	return check.type === 'fork' ? check.then.flatMap(withInner) : [check];
}

function lookedAt(world: Pick<Gradable, 'reader' | 'readFile'>, check: Check): Subject[] {
	if (check.type === 'file') return [{ title: check.path, text: world.readFile(check.host, check.path) }];
	if (check.type !== 'object') return [];
	const { apiVersion, kind, name } = check;
	const namespaced = world.reader.namespaced(apiVersion, kind);
	if (namespaced === undefined) return [];
	const namespace = namespaced ? (check.namespace ?? 'default') : '';
	const place = namespace === '' ? '' : `${namespace}/`;
	if (name === undefined) return [{ title: `${kind} ${place}${check.selector ?? '*'}`, text: selected(world, check) }];
	const object = world.reader.get(apiVersion, kind, namespace, name);
	return [{ title: `${kind} ${place}${name}`, text: object && formatYaml(essence(object)) }];
}

function selected({ reader }: Pick<Gradable, 'reader'>, check: ObjectCheck): string | undefined {
	const all = reader.list(check.apiVersion, check.kind, check.namespace ?? 'default');
	const selector = parseLabelSelector(check.selector ?? '');
	const found = all.filter((each) => selector.matches(each.metadata.labels)).slice(0, SELECTED_MAX);
	if (found.length === 0) return undefined;
	const texts = found.map((object) => formatYaml(essence(withoutGeneratedNames(object))));
	return [...new Set(texts)].join('---\n');
}

const SET_BY_SERVER = new Set([
	'uid',
	'resourceVersion',
	'creationTimestamp',
	'generation',
	'managedFields',
	'ownerReferences',
]);
const ANNOTATIONS_OF_TOOLS = new Set([
	'kubectl.kubernetes.io/last-applied-configuration',
	'deployment.kubernetes.io/revision',
]);

/** The object as someone would have written it, as far as that can be told. */
function essence(object: KubeObject): object {
	const { status: _, metadata, ...rest } = object as KubeObject & { status?: unknown };
	const { annotations, ...meta } = metadata;
	const kept = Object.entries(annotations ?? {}).filter(([key]) => !ANNOTATIONS_OF_TOOLS.has(key));
	const own = Object.entries(meta).filter(([key]) => !SET_BY_SERVER.has(key));
	const spec = (rest as { spec?: { [field: string]: unknown } }).spec;
	return {
		...rest,
		metadata: {
			...Object.fromEntries(own),
			...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }),
		},
		...(spec === undefined ? {} : { spec: withoutAllocated(spec) }),
	};
}

/** Node, cluster IPs and the token's volume are chosen by the cluster. */
function withoutAllocated(spec: { readonly [field: string]: unknown }): object {
	const { nodeName: _node, clusterIP, clusterIPs: _ips, ...rest } = spec;
	const headless = clusterIP === 'None' ? { clusterIP } : {};
	return { ...withoutTokenVolume(rest), ...headless };
}

function withoutTokenVolume(value: unknown): object {
	return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
		Array.isArray(each) ? each.filter((item) => !isTokenVolume(item)) : each,
	);
}

function isTokenVolume(item: unknown): boolean {
	const name = (item as { name?: unknown } | null)?.name;
	return typeof name === 'string' && name.startsWith('kube-api-access-');
}

function withoutGeneratedNames(object: KubeObject): KubeObject {
	const { generateName, name, labels, ...rest } = object.metadata;
	if (generateName === undefined) return object;
	const kept = Object.entries(labels ?? {}).filter(([key]) => key !== 'pod-template-hash');
	return { ...object, metadata: { ...rest, name: `${generateName}*`, labels: Object.fromEntries(kept) } };
}
