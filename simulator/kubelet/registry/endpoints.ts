import type { FileTree } from '../../kernel/machine-api.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { type RegistryEndpoint, RegistryUnreachable } from './registry-client.ts';

const SYSTEM_AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

export function textFile(root: FileTree, path: string): string {
	const data = root.readFile(path);
	return data === undefined ? '' : decodeUtf8(data);
}

/** HTTPS, and where it does not matter who answers, HTTP after it. */
export function endpointsOf(
	root: FileTree,
	host: string,
	options: { readonly insecure: boolean; readonly caFiles: readonly string[] },
): RegistryEndpoint[] {
	const { insecure, caFiles } = options;
	const authorities = [SYSTEM_AUTHORITIES, ...caFiles].map((path) => textFile(root, path)).join('\n');
	const secure: RegistryEndpoint = { host, scheme: 'https', insecure, authorities };
	return insecure ? [secure, { ...secure, scheme: 'http' }] : [secure];
}

/** An address that dockerd and containerd trust to be their own. */
export function isLoopbackHost(host: string): boolean {
	return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
}

/**
 * Where containerd looks for a registry: /etc/containerd/certs.d/HOST/hosts.toml, mirrors of its configuration, the host
 * itself; its own machine is spoken to in plain HTTP. Models containerd core/remotes/docker/config ConfigureHosts.
 */
export function containerdEndpoints(root: FileTree, host: string): RegistryEndpoint[] {
	const folder = `/etc/containerd/certs.d/${host}`;
	const toml = textFile(root, `${folder}/hosts.toml`);
	const named = hostsOf(toml).map(({ url, skipVerify, ca }) => {
		const [, scheme = 'https', name = host] = /^(https?):\/\/([^/]+)/.exec(url) ?? [];
		const authorities = [SYSTEM_AUTHORITIES, ...ca.map((path) => (path.startsWith('/') ? path : `${folder}/${path}`))];
		const endpoint: RegistryEndpoint = {
			host: name,
			scheme: scheme === 'http' ? 'http' : 'https',
			insecure: skipVerify,
			authorities: authorities.map((path) => textFile(root, path)).join('\n'),
		};
		return endpoint;
	});
	const mirrors = mirrorsOf(textFile(root, '/etc/containerd/config.toml'), host);
	const own = endpointsOf(root, host, {
		insecure: false,
		caFiles: [`${folder}/ca.crt`, `/etc/docker/certs.d/${host}/ca.crt`],
	});
	const plain = isLoopbackHost(host) ? own.map((each): RegistryEndpoint => ({ ...each, scheme: 'http' })) : own;
	const viaMirrors = mirrors.flatMap((url): RegistryEndpoint[] => {
		const [, scheme, name] = /^(https?):\/\/([^/]+)/.exec(url) ?? [];
		return name === undefined
			? []
			: [{ ...(own[0] as RegistryEndpoint), host: name, scheme: scheme === 'http' ? 'http' : 'https' }];
	});
	return [...named, ...viaMirrors, ...plain];
}

interface TomlHost {
	readonly url: string;
	readonly skipVerify: boolean;
	readonly ca: readonly string[];
}

/** The [host."…"] tables in their order, the server last. */
function hostsOf(toml: string): TomlHost[] {
	const hosts: { url: string; skipVerify: boolean; ca: string[] }[] = [];
	let server: string | undefined;
	let current: (typeof hosts)[number] | undefined;
	for (const line of toml.split('\n').map((each) => each.replace(/(^|\s)#.*$/, '').trim())) {
		const table = /^\[host\."?(https?:\/\/[^"\]]+)"?\]$/.exec(line);
		if (table !== null) {
			current = { url: table[1] as string, skipVerify: false, ca: [] };
			hosts.push(current);
			continue;
		}
		const [, key, value = ''] = /^(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
		if (key === 'server') server = value.replace(/^"|"$/g, '');
		else if (key === 'skip_verify' && current !== undefined) current.skipVerify = value === 'true';
		else if (key === 'ca' && current !== undefined)
			current.ca.push(...(value.match(/"([^"]+)"/g) ?? []).map((each) => each.slice(1, -1)));
	}
	return server === undefined || hosts.some(({ url }) => url === server)
		? hosts
		: [...hosts, { url: server, skipVerify: false, ca: [] }];
}

/** The endpoints of [plugins….registry.mirrors."HOST"]. */
function mirrorsOf(toml: string, host: string): string[] {
	const lines = toml.split('\n').map((each) => each.trim());
	const at = lines.findIndex(
		(line) => line.startsWith('[') && line.includes('registry.mirrors') && line.includes(`"${host}"`),
	);
	if (at < 0) return [];
	const endpoint = lines.slice(at + 1).find((line) => line.startsWith('endpoint') || line.startsWith('['));
	return (endpoint?.startsWith('endpoint') ? (endpoint.match(/"([^"]+)"/g) ?? []) : []).map((each) =>
		each.slice(1, -1),
	);
}

/** Does it with the first endpoint that answers. Throws RegistryUnreachable of the last one, with how it was asked before it. */
export function* withEndpoints<T>(
	process: Process,
	endpoints: readonly RegistryEndpoint[],
	work: (endpoint: RegistryEndpoint) => Task<T>,
): Task<{ readonly result: T; readonly endpoint: RegistryEndpoint }> {
	let last: { readonly error: RegistryUnreachable; readonly endpoint: RegistryEndpoint } | undefined;
	for (const endpoint of endpoints) {
		try {
			return { result: yield* work(endpoint), endpoint };
		} catch (error) {
			if (!(error instanceof RegistryUnreachable)) throw error;
			last = { error, endpoint };
		}
		yield* process.tick();
	}
	throw new EndpointsFailed(last?.error.message ?? 'no available registry endpoint', last?.endpoint);
}

/** None of a registry's endpoints could be asked. */
export class EndpointsFailed extends Error {
	/** The last one. */
	readonly endpoint: RegistryEndpoint | undefined;

	constructor(message: string, endpoint: RegistryEndpoint | undefined) {
		super(message);
		this.endpoint = endpoint;
	}
}
