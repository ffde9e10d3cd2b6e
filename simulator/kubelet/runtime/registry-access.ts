import type { ImageReference } from './image-reference.ts';

/** Who asks a registry. */
export interface Credential {
	readonly username: string;
	readonly password: string;
}

/** Registries that ask everybody who they are, and whom they let in. Another can be made so by a fault. */
export const PRIVATE_REGISTRIES: ReadonlyMap<string, Credential> = new Map([
	['registry.example.com', { username: 'student', password: 'kubedrill' }],
]);

/** Where public registries check names and passwords; nobody here has an account with them. */
const TOKEN_SERVICES: ReadonlyMap<string, readonly [url: string, service: string, answer: string]> = new Map([
	['docker.io', ['https://auth.docker.io/token', 'registry.docker.io', '401 Unauthorized']],
	['ghcr.io', ['https://ghcr.io/token', 'ghcr.io', '403 Forbidden']],
	['quay.io', ['https://quay.io/v2/auth', 'quay.io', '401 Unauthorized']],
]);

/**
 * Why a registry does not let somebody read, as containerd has it from "failed to resolve image: " on; undefined when it
 * does. Models containerd core/remotes/docker authorizer.go and resolver.go.
 * @param account whom the registry lets in; undefined: everybody.
 */
export function accessFailure(
	{ registry, repository, tag, digest }: ImageReference,
	credential: Credential | undefined,
	account: Credential | undefined,
): string | undefined {
	if (account !== undefined) {
		if (credential === undefined) {
			return 'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials';
		}
		if (credential.username === account.username && credential.password === account.password) return undefined;
		const url = `https://${registry}/v2/${repository}/manifests/${digest ?? tag ?? 'latest'}`;
		return `unexpected status from HEAD request to ${url}: 401 Unauthorized`;
	}
	const service = TOKEN_SERVICES.get(registry);
	if (credential === undefined || service === undefined) return undefined;
	const [url, name, answer] = service;
	const scope = `repository:${repository}:pull`.replaceAll(':', '%3A').replaceAll('/', '%2F');
	return `failed to authorize: failed to fetch oauth token: unexpected status from GET request to ${url}?scope=${scope}&service=${name}: ${answer}`;
}
