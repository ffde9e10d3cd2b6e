import type { FoundImage } from '../../hosts/containers/find-image.ts';

/** "pkg:oci/alpine@sha256%3A…?arch=amd64&repository_url=index.docker.io%2Flibrary%2Falpine"; '' without a digest. */
export function imageUrl({ reference, version, repoDigests }: FoundImage): string {
	if (reference === undefined || repoDigests.length === 0) return '';
	const { registry, repository } = reference;
	const host = registry === 'docker.io' ? 'index.docker.io' : registry;
	const name = repository.slice(repository.lastIndexOf('/') + 1);
	const at = encodeURIComponent(`${host}/${repository}`);
	return `pkg:oci/${name}@${encodeURIComponent(version.digest)}?arch=amd64&repository_url=${at}`;
}
