import { addressOf } from '../command-lines/named-files.ts';

/** The text of --name=value or --name value; undefined when it is not there. */
export function flagValue(args: readonly string[], name: string): string | undefined {
	const index = args.findLastIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
	const arg = args[index];
	return arg === `--${name}` ? args[index + 1] : arg?.slice(name.length + 3);
}

/** Whether an etcd with these flags answers at one of the addresses that an API server has been given; absent: as kubeadm has them. */
export function servesAt(etcd: ReadonlyMap<string, string>, servers: string | undefined): boolean {
	return servers === undefined || listensAt(etcd, servers, true);
}

/** In gRPC's words, when it answers there with TLS and is asked without, or the other way round. */
export function schemeProblem(etcd: ReadonlyMap<string, string>, servers: string): string | undefined {
	if (!listensAt(etcd, servers, false)) return undefined;
	return servers.startsWith('https:')
		? 'transport: authentication handshake failed: tls: first record does not look like a TLS handshake'
		: 'error reading server preface: EOF';
}

/** @param sameScheme whether both have TLS, or neither has. */
function listensAt(etcd: ReadonlyMap<string, string>, servers: string, sameScheme: boolean): boolean {
	const listening = (etcd.get('listen-client-urls') ?? 'http://localhost:2379').split(',').map(addressOf);
	return servers.split(',').some((server) => {
		// gRPC dials no address without a port, nor with one that is no number.
		if (!/:\d+\/?$/.test(server)) return false;
		const wanted = addressOf(server);
		return listening.some(({ url, host, port }) => {
			if (port !== wanted.port || (schemeOf(url) === schemeOf(wanted.url)) !== sameScheme) return false;
			return host === '0.0.0.0' || LOCAL.has(wanted.host)
				? LOCAL.has(host) || host === '0.0.0.0'
				: host === wanted.host;
		});
	});
}

const LOCAL: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

function schemeOf(url: string): string {
	return url.slice(0, Math.max(0, url.indexOf('://')));
}
