import type { Process } from '../../kernel/process-api.ts';
import {
	type EndpointsFailed,
	endpointsOf,
	isLoopbackHost,
	textFile,
	withEndpoints,
} from '../../kubelet/registry/endpoints.ts';
import { askRegistry, type RegistryEndpoint } from '../../kubelet/registry/registry-client.ts';
import { Base64Error, decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { record } from '../../machinery/json-record.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { ContainerEngine } from './container-engine.ts';

export interface RegistryLogin {
	readonly username: string;
	readonly password: string;
}

/** How an engine speaks to a registry of the world. @param tlsVerify podman's --tls-verify; undefined: as it is configured. */
export function engineEndpoints(
	engine: ContainerEngine,
	registry: string,
	tlsVerify: boolean | undefined,
): RegistryEndpoint[] {
	const { root } = engine.machine;
	if (engine.kind === 'docker') {
		const insecure =
			isLoopbackHost(registry) || insecureOfDaemon(textFile(root, '/etc/docker/daemon.json')).includes(registry);
		return endpointsOf(root, registry, { insecure, caFiles: [`/etc/docker/certs.d/${registry}/ca.crt`] });
	}
	const insecure =
		tlsVerify === undefined
			? isInsecureOfPodman(textFile(root, '/etc/containers/registries.conf'), registry)
			: !tlsVerify;
	return endpointsOf(root, registry, {
		insecure,
		caFiles: [`/etc/containers/certs.d/${registry}/ca.crt`, `/etc/docker/certs.d/${registry}/ca.crt`],
	});
}

function insecureOfDaemon(text: string): readonly unknown[] {
	try {
		const json = JSON.parse(text) as { 'insecure-registries'?: unknown };
		return Array.isArray(json['insecure-registries']) ? json['insecure-registries'] : [];
	} catch {
		return [];
	}
}

/** [[registry]] location = "…" insecure = true, or the older [registries.insecure]. */
function isInsecureOfPodman(toml: string, registry: string): boolean {
	const tables = toml.split(/^\s*\[/m);
	return tables.some((table) => {
		const plain = table.replace(/^\s*#.*$/gm, '');
		if (plain.startsWith('[registry]]')) {
			return (
				new RegExp(`(location|prefix)\\s*=\\s*"${registry.replace(/[.]/g, '\\.')}"`).test(plain) &&
				/insecure\s*=\s*true/.test(plain)
			);
		}
		return plain.startsWith('registries.insecure]') && plain.includes(`"${registry}"`);
	});
}

/** Where logins are kept. */
export function loginFile(engine: ContainerEngine, home: string): string {
	if (engine.kind === 'docker') return `${home}/.docker/config.json`;
	return engine.uid === 0 ? '/run/containers/0/auth.json' : `/run/user/${engine.uid}/containers/auth.json`;
}

type LoginJson = { auths?: Record<string, { auth?: string }> };

/** What of a file is none is left out. */
function readLogins(text: string): LoginJson {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return {};
	}
	const fields = record(json) ?? {};
	const auths = Object.entries(record(fields.auths) ?? {}).map(([key, value]) => {
		const login = record(value) ?? {};
		const { auth, ...others } = login;
		return [key, typeof auth === 'string' ? { ...others, auth } : others] as const;
	});
	return { ...fields, ...(fields.auths !== undefined && { auths: Object.fromEntries(auths) }) };
}

/** "user:password" of a login; undefined when it is not in base64. */
function accountIn(auth: string): string | undefined {
	try {
		return decodeUtf8(decodeBase64(auth));
	} catch (error) {
		if (error instanceof Base64Error) return undefined;
		throw error;
	}
}

/** Docker's own registry goes by the address of its old index. */
export function loginKey(engine: ContainerEngine, registry: string): string {
	return engine.kind === 'docker' && registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
}

/** Who somebody is to a registry. @param texts of the files where logins are kept. */
export function loginOf(
	engine: ContainerEngine,
	registry: string,
	texts: readonly string[],
): RegistryLogin | undefined {
	for (const text of texts) {
		const auth = readLogins(text).auths?.[loginKey(engine, registry)]?.auth;
		const account = auth === undefined ? undefined : accountIn(auth);
		if (account === undefined) continue;
		const [, username = '', password = ''] = /^([^:]*):(.*)$/s.exec(account) ?? [];
		return { username, password };
	}
	return undefined;
}

/** The file with a login in it, or without one. */
export function withLogin(
	engine: ContainerEngine,
	text: string,
	registry: string,
	login: RegistryLogin | undefined,
): string {
	const json = readLogins(text);
	const { [loginKey(engine, registry)]: _, ...others } = json.auths ?? {};
	const own =
		login === undefined
			? {}
			: { [loginKey(engine, registry)]: { auth: encodeBase64(encodeUtf8(`${login.username}:${login.password}`)) } };
	return `${JSON.stringify({ ...json, auths: { ...others, ...own } }, undefined, '\t')}`;
}

/** Whether a registry of the world lets somebody in. Throws EndpointsFailed. */
export function* checkLogin(
	engine: ContainerEngine,
	process: Process,
	registry: string,
	login: RegistryLogin,
	tlsVerify: boolean | undefined,
): Task<boolean> {
	const { result } = yield* withEndpoints(process, engineEndpoints(engine, registry, tlsVerify), (endpoint) =>
		askRegistry(process, endpoint, { method: 'GET', path: '/v2/', credential: login }),
	);
	return result.status === 200;
}

/** Why a registry could not be asked, as the engine says it. */
export function unreachableText(engine: ContainerEngine, registry: string, error: EndpointsFailed): string {
	const { scheme = 'https' } = error.endpoint ?? {};
	const text = `Get "${scheme}://${registry}/v2/": ${error.message}`;
	return engine.kind === 'docker' ? text : `pinging container registry ${registry}: ${text}`;
}
