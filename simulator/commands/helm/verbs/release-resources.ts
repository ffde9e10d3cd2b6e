import type { Task } from '../../../machinery/task.ts';
import { isUserError } from '../../kubectl/errors.ts';
import { resourcePath } from '../../kubectl/rest-mapper.ts';
import type { HelmSession } from '../helm-session.ts';
import { buildResources, type Resource } from '../kube/resources.ts';
import type { Release } from '../release/release.ts';
import { tableText } from './output.ts';

interface Table {
	readonly columnDefinitions: readonly { readonly name: string; readonly priority?: number }[];
	readonly rows: readonly { readonly cells: readonly unknown[] }[];
}

const ACCEPT = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** A release's objects as the cluster has them, a table a kind. */
export function* resourcesText(helm: HelmSession, release: Release): Task<string> {
	const byKind = new Map<string, string[]>();
	for (const resource of yield* buildResources(helm.kube, release.manifest, release.namespace, false)) {
		const table = yield* tableOf(helm, resource);
		if (table === undefined) continue;
		const { group, version, kind } = resource.mapping;
		const key = `${group === '' ? '' : `${group}/`}${version}/${kind}`;
		byKind.set(key, [...(byKind.get(key) ?? []), table]);
	}
	return [...byKind].map(([kind, tables]) => `==> ${kind}\n${tables.join('')}\n`).join('');
}

function* tableOf(helm: HelmSession, { mapping, namespace, name }: Resource): Task<string | undefined> {
	try {
		const path = resourcePath(mapping, namespace, name);
		const client = yield* helm.kube.kubectl.client();
		const { columnDefinitions, rows } = yield* client.get<Table>(path, [], ACCEPT);
		const shown = columnDefinitions.flatMap(({ priority }, index) => ((priority ?? 0) === 0 ? [index] : []));
		const head = shown.map((index) => (columnDefinitions[index] as { name: string }).name.toUpperCase());
		const body = rows.map(({ cells }) => shown.map((index) => cellText(cells[index])));
		return tableText([head, ...body])
			.split('\n')
			.map((line) => line.replaceAll('\t', '   ').trimEnd())
			.join('\n');
	} catch (error) {
		if (isUserError(error)) return undefined;
		throw error;
	}
}

function cellText(value: unknown): string {
	return value === null || value === undefined ? '<none>' : String(value);
}
