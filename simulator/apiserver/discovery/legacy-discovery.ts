import type { Kind, Subresource } from '../../api/kind.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { apiVersionOf } from '../../machinery/meta.ts';
import { sha256 } from '../../machinery/sha256.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Group, GroupVersion } from './groups.ts';

// Discovery in its old form: one document a group and version. Models apiserver/pkg/endpoints/discovery.

export function apiVersions(serverAddress: string): object {
	return {
		kind: 'APIVersions',
		versions: ['v1'],
		serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
	};
}

export function apiGroupList(groups: readonly Group[]): object {
	return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) };
}

export function apiGroup(group: Group): object {
	return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) };
}

export function apiResourceList({ group, version, kinds }: GroupVersion): object {
	return {
		kind: 'APIResourceList',
		...(group === '' ? {} : { apiVersion: 'v1' }),
		groupVersion: apiVersionOf(group, version),
		resources: kinds.flatMap((kind) => [
			resourceEntry(kind),
			...kind.subresources.map((each) => subresourceEntry(kind, each)),
		]),
	};
}

function groupEntry({ name, versions }: Group): object {
	const entries = versions.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
	return { name, versions: entries, preferredVersion: entries[0] };
}

function resourceEntry(kind: Kind): object {
	return {
		name: kind.plural,
		singularName: kind.singular,
		namespaced: kind.namespaced,
		kind: kind.kind,
		verbs: kind.custom?.listedVerbs ?? [...kind.verbs].sort(),
		...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
		...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
		...(isStored(kind) ? { storageVersionHash: storageVersionHash(kind) } : {}),
	};
}

function subresourceEntry(kind: Kind, subresource: Subresource): object {
	const other = subresource.kind;
	const foreign = other !== undefined && (other.group !== kind.group || other.version !== kind.version);
	return {
		name: `${kind.plural}/${subresource.name}`,
		singularName: '',
		namespaced: kind.namespaced,
		...(foreign ? { group: other.group, version: other.version } : {}),
		kind: other?.kind ?? kind.kind,
		verbs: [...subresource.verbs].sort(),
	};
}

/** Of custom resources only the version in which they are stored tells. */
function isStored({ custom, group, version }: Kind): boolean {
	return custom === undefined || custom.storedApiVersion === apiVersionOf(group, version);
}

/** Models apiserver/pkg/endpoints/discovery StorageVersionHash. */
function storageVersionHash(kind: Kind): string {
	const { group, version, kind: name } = kind.storedAs ?? kind;
	return encodeBase64(sha256(encodeUtf8(`${group}/${version}/${name}`)).subarray(0, 8));
}
