import type { Secret } from '../../api/core/types/object.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { canonicalImageName, parseImageReference } from '../runtime/image-reference.ts';
import type { Credential } from '../runtime/registry-access.ts';
import type { ConfigObjects } from '../volumes/config-objects.ts';

/** Who may be asked for at which registry: "registry.example.com/team". */
interface Entry extends Credential {
	readonly server: string;
}

export interface PullSecrets {
	readonly entries: readonly Entry[];
	/** Names of those that are not there. */
	readonly missing: readonly string[];
}

/** Models pkg/kubelet/kubelet_pods.go getPullSecretsForPod and pkg/credentialprovider/secrets MakeDockerKeyring. */
export function* pullSecretsOf(pod: Pod, objects: ConfigObjects): Task<PullSecrets> {
	const { uid, namespace = '' } = pod.metadata;
	const entries: Entry[] = [];
	const missing: string[] = [];
	for (const { name = '' } of pod.spec.imagePullSecrets ?? []) {
		// A Secret can only be asked for by name.
		if (name === '') continue;
		const secret = yield* objects.secret(uid, namespace, name);
		if (secret === undefined) missing.push(name);
		else entries.push(...entriesOf(secret));
	}
	return { entries, missing };
}

/** Those that fit an image, the most specific first. Models BasicDockerKeyring.Lookup. */
export function credentialsFor(image: string, entries: readonly Entry[]): readonly Credential[] {
	if (entries.length === 0) return [];
	const reference = parseImageReference(image);
	const name = canonicalImageName(reference);
	const fits = ({ server }: Entry): boolean => {
		if (server === 'index.docker.io') return reference.registry === 'docker.io';
		const [host = '', ...path] = server.split('/');
		const folder = path.length === 0 ? '' : `${path.join('/')}`;
		return hostFits(host, reference.registry) && (folder === '' || name.startsWith(`${reference.registry}/${folder}`));
	};
	return entries.filter(fits).sort((a, b) => (a.server < b.server ? 1 : a.server > b.server ? -1 : 0));
}

/** A star stands for a part of a name. Models URLsMatch. */
function hostFits(pattern: string, host: string): boolean {
	const [wanted, given] = [pattern.split('.'), host.split('.')];
	return wanted.length === given.length && wanted.every((part, at) => part === '*' || part === given[at]);
}

function entriesOf({ data = {}, type }: Secret): Entry[] {
	try {
		if (type === 'kubernetes.io/dockerconfigjson') {
			const text = data['.dockerconfigjson'];
			if (text === undefined) return [];
			const { auths } = JSON.parse(decodeUtf8(decodeBase64(text))) as { auths?: Accounts };
			return accounts(auths ?? {});
		}
		const text = type === 'kubernetes.io/dockercfg' ? data['.dockercfg'] : undefined;
		return text === undefined ? [] : accounts(JSON.parse(decodeUtf8(decodeBase64(text))) as Accounts);
	} catch {
		return [];
	}
}

interface Accounts {
	readonly [server: string]: { readonly username?: string; readonly password?: string; readonly auth?: string };
}

function accounts(all: Accounts): Entry[] {
	return Object.entries(all).map(([url, { username = '', password = '', auth }]) => {
		const server = url.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '');
		if (auth === undefined || auth === '') return { server, username, password };
		const text = decodeUtf8(decodeBase64(auth));
		const colon = text.indexOf(':');
		return { server, username: text.slice(0, colon), password: text.slice(colon + 1) };
	});
}
