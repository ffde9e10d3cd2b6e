import type { KindRegistry } from '../api/kind-registry.ts';
import type { KubeObject } from '../machinery/meta.ts';
import type { Store } from '../store/store.ts';
import type { ClusterReader } from './grading/cluster-reader.ts';

/** Reads objects where they are stored. */
export function storeReader(store: Store, kinds: KindRegistry): ClusterReader {
	const find = (apiVersion: string, kind: string) => {
		const slash = apiVersion.indexOf('/');
		const [group, version] = slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
		return kinds.byKind(group as string, version as string, kind);
	};
	const prefixOf = (storagePrefix: string): string => `/registry/${storagePrefix}/`;
	return {
		get(apiVersion, kind, namespace, name) {
			const found = find(apiVersion, kind);
			if (found === undefined) return undefined;
			const key = prefixOf(found.storagePrefix) + (found.namespaced ? `${namespace}/${name}` : name);
			return store.get(key)?.value as KubeObject | undefined;
		},
		list(apiVersion, kind, namespace) {
			const found = find(apiVersion, kind);
			if (found === undefined) return [];
			const scope = found.namespaced && namespace !== '' ? `${namespace}/` : '';
			return store.list(prefixOf(found.storagePrefix) + scope).entries.map((entry) => entry.value as KubeObject);
		},
		namespaced: (apiVersion, kind) => find(apiVersion, kind)?.namespaced,
	};
}
