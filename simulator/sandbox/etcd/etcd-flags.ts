import type { TlsWish } from '../../machinery/tls/cipher-suites.ts';
import type { Certificate } from '../../machinery/x509/certificate.ts';
/** What an etcd's command line says. Models server/etcdmain newConfig, as far as it matters here. */
export interface EtcdFlags {
	readonly name: string;
	readonly dataDir: string;
	readonly clientUrls: readonly string[];
	readonly advertisedUrls: readonly string[];
	readonly peerUrls: readonly string[];
	readonly advertisedPeerUrls: readonly string[];
	readonly metricsUrls: readonly string[];
	readonly token: string | undefined;
	readonly certFile: string;
	readonly keyFile: string;
	readonly trustedCaFile: string;
	readonly tls: TlsWish;
	/** How large its database may grow; undefined: nobody has said. */
	readonly quotaBytes: number | undefined;
	/** --force-new-cluster: whoever else is a member is one no more. */
	readonly isNewCluster: boolean;
}

export function etcdFlags(args: readonly string[]): EtcdFlags {
	const values = new Map<string, string>();
	for (let at = 0; at < args.length; at++) {
		const [, name = '', value] = /^--?([^=]+)(?:=(.*))?$/s.exec(args[at] as string) ?? [];
		if (name === '') continue;
		const next = args[at + 1];
		if (value !== undefined) values.set(name, value);
		else if (next !== undefined && !next.startsWith('-')) values.set(name, args[++at] as string);
		else values.set(name, 'true');
	}
	const text = (name: string, fallback = ''): string => values.get(name) ?? fallback;
	const list = (name: string, fallback: string): readonly string[] => text(name, fallback).split(',');
	const name = text('name', 'default');
	return {
		name,
		dataDir: text('data-dir', `${name}.etcd`),
		clientUrls: list('listen-client-urls', 'http://localhost:2379'),
		advertisedUrls: list('advertise-client-urls', 'http://localhost:2379'),
		peerUrls: list('listen-peer-urls', 'http://localhost:2380'),
		advertisedPeerUrls: list('initial-advertise-peer-urls', 'http://localhost:2380'),
		metricsUrls: values.has('listen-metrics-urls') ? list('listen-metrics-urls', '') : [],
		token: values.get('initial-cluster-token'),
		certFile: text('cert-file'),
		keyFile: text('key-file'),
		trustedCaFile: text('trusted-ca-file'),
		quotaBytes: Number(text('quota-backend-bytes')) > 0 ? Number(text('quota-backend-bytes')) : undefined,
		isNewCluster: /^(?:true|t|1)$/i.test(text('force-new-cluster')),
		tls: {
			minVersion: text('tls-min-version').replace(/^TLS1\./, 'VersionTLS1'),
			suites: list('cipher-suites', '').filter((suite) => suite !== ''),
		},
	};
}

/** "https://127.0.0.1:2379" in its parts; undefined when it is none. */
export function listenAddress(url: string): { secure: boolean; address: string; port: number } | undefined {
	const match = /^(https?):\/\/([^/:]+):(\d+)\/?$/.exec(url);
	if (match === null) return undefined;
	const address = match[2] === 'localhost' ? '127.0.0.1' : (match[2] as string);
	return { secure: match[1] === 'https', address, port: Number(match[3]) };
}

/** What an etcd shows its clients, and of whom their certificates must be. */
export interface EtcdCredentials {
	readonly certificatePem: string;
	/** Undefined: clients need none. */
	readonly authorities: readonly Certificate[] | undefined;
}
