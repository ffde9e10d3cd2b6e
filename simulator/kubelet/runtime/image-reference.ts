/** An image name taken apart: "nginx:1.27" is docker.io, library/nginx, 1.27. */
export interface ImageReference {
	/** "docker.io", "registry.k8s.io", "localhost:5000". */
	readonly registry: string;
	/** "library/nginx". */
	readonly repository: string;
	readonly tag: string | undefined;
	/** "sha256:…". */
	readonly digest: string | undefined;
}

const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const DOMAIN =
	/^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]+)?$/;
const BARE_IDENTIFIER = /^[a-f0-9]{64}$/;

/** What is wrong with an image name, in the words of the reference parser. */
export class ImageReferenceError extends Error {}

/**
 * Reads a name as users write it, with the registry and "library/" filled in; the tag stays undefined when none is
 * written. Throws ImageReferenceError. Models distribution/reference ParseNormalizedNamed.
 */
export function parseImageReference(text: string): ImageReference {
	if (BARE_IDENTIFIER.test(text)) {
		throw new ImageReferenceError(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
	}
	const { registry, remainder } = splitRegistry(text);
	const at = remainder.indexOf('@');
	const digest = at < 0 ? undefined : remainder.slice(at + 1);
	const named = at < 0 ? remainder : remainder.slice(0, at);
	const colon = named.indexOf(':');
	const repository = colon < 0 ? named : named.slice(0, colon);
	const tag = colon < 0 ? undefined : named.slice(colon + 1);
	if (repository.toLowerCase() !== repository) {
		throw new ImageReferenceError(`invalid reference format: repository name (${repository}) must be lowercase`);
	}
	const wellFormed =
		repository.split('/').every((component) => COMPONENT.test(component)) &&
		DOMAIN.test(registry) &&
		(tag === undefined || TAG.test(tag)) &&
		(digest === undefined || DIGEST.test(digest));
	if (!wellFormed) throw new ImageReferenceError('invalid reference format');
	return { registry, repository, tag, digest };
}

/** The first component is a registry when it looks like a host. */
function splitRegistry(text: string): { registry: string; remainder: string } {
	const slash = text.indexOf('/');
	const first = slash < 0 ? '' : text.slice(0, slash);
	const isHost = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
	if (!isHost) return { registry: 'docker.io', remainder: slash < 0 ? `library/${text}` : text };
	const registry = first === 'index.docker.io' ? 'docker.io' : first;
	const remainder = text.slice(slash + 1);
	const official = registry === 'docker.io' && !remainder.includes('/');
	return { registry, remainder: official ? `library/${remainder}` : remainder };
}

/** The full name, with ":latest" where neither tag nor digest is written: "docker.io/library/nginx:latest". */
export function canonicalImageName(reference: ImageReference): string {
	const { registry, repository, tag, digest } = reference;
	if (digest !== undefined) return `${registry}/${repository}@${digest}`;
	return `${registry}/${repository}:${tag ?? 'latest'}`;
}
