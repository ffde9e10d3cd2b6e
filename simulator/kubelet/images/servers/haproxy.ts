import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { ON_ALPINE } from '../bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from '../catalogued-image.ts';
import { entrypointScript } from '../entrypoint-script.ts';
import { variantTags } from '../image-version.ts';
import { directory } from '../layer-builder.ts';
import { lookupName } from '../programs/program-resolver.ts';
import { readWholeFile } from '../programs/read-file.ts';

interface Backend {
	readonly isHttp: boolean;
	readonly servers: { readonly name: string; readonly host: string; readonly port: number; address: string }[];
	/** Whose turn it is. */
	next: number;
}

interface Frontend {
	readonly name: string;
	readonly binds: { readonly address: string; readonly port: number }[];
	isHttp: boolean;
	backend: string;
}

interface Proxy {
	readonly frontends: Frontend[];
	readonly backends: Map<string, Backend>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const SECTION =
	/^(global|defaults|frontend|backend|listen|resolvers|peers|userlist|cache|program|http-errors|mailers|ring)\b\s*(\S*)/;

const NO_SERVER =
	'HTTP/1.0 503 Service Unavailable\r\ncache-control: no-cache\r\nconnection: close\r\ncontent-type: text/html\r\n\r\n<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n';

/**
 * HAProxy: frontends that hand connections to servers in turn. Differs: connections are passed on whole, so nothing in a
 * request decides where it goes, and servers are not checked before they are asked.
 */
const haproxy: Program = (process) => run(process);

function* run(process: Process): Task<number> {
	const args = process.argv.slice(1);
	const say = (level: string, text: string): Task<void> =>
		process.write(2, encodeUtf8(`${`[${level}]`.padEnd(10)} (${process.pid}) : ${text}\n`));
	if (args.includes('-v') || args.includes('-vv')) {
		yield* process.write(1, encodeUtf8(`HAProxy version ${release(process)} 2025/10/03 - https://haproxy.org/\n`));
		return 0;
	}
	const path = args[args.indexOf('-f') + 1] ?? '';
	let text: string;
	try {
		text = decodeUtf8(yield* readWholeFile(process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* say(
			'ALERT',
			`Cannot open configuration file/directory ${path} : ${error.errno === 'EACCES' ? 'Permission denied' : 'No such file or directory'}`,
		);
		return 1;
	}
	const proxy: Proxy = { frontends: [], backends: new Map() };
	const problems = [...readConfig(proxy, text, path), ...(yield* resolveServers(process, proxy, path))];
	if (problems.length > 0) {
		for (const problem of problems) yield* say('ALERT', `config : ${problem}`);
		yield* say('ALERT', `config : Error(s) found in configuration file : ${path}`);
		yield* say('ALERT', 'config : Fatal errors found in configuration.');
		return 1;
	}
	if (args.includes('-c')) {
		yield* process.write(1, encodeUtf8('Configuration file is valid\n'));
		return 0;
	}
	const group = new TaskGroup();
	for (const frontend of proxy.frontends) {
		for (const { address, port } of frontend.binds) {
			try {
				group.add(acceptAll(process, group, proxy, frontend, process.listen(address, port)));
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				const why = error.errno === 'EACCES' ? 'Permission denied' : 'Address already in use';
				yield* say(
					'ALERT',
					`Binding [${path}:1] for proxy ${frontend.name}: cannot bind socket (${why}) for [${address}:${port}]`,
				);
				yield* say('ALERT', '[haproxy.main()] Some protocols failed to start their listeners! Exiting.');
				return 1;
			}
		}
	}
	yield* say('NOTICE', 'New worker (8) forked');
	yield* say('NOTICE', 'Loading success.');
	for (const signal of ['TERM', 'INT', 'USR1', 'USR2'] as const) process.onSignal(signal, 'catch');
	yield* group.run(process, (signal) => (signal === 'USR2' ? undefined : 0));
	yield* say('NOTICE', `haproxy version is ${release(process)}`);
	yield* say('WARNING', 'Exiting Master process...');
	yield* say('WARNING', 'All workers exited. Exiting... (0)');
	return 0;
}

function release(process: Process): string {
	return (process.release ?? '').replace(/-.*/, '');
}

/** Fills `proxy`. @returns what is wrong, line by line. */
function readConfig(proxy: Proxy, text: string, path: string): string[] {
	const problems: string[] = [];
	let defaultsAreHttp = false;
	let section = '';
	let frontend: Frontend | undefined;
	let backend: Backend | undefined;
	for (const [index, raw] of text.split('\n').entries()) {
		const line = raw.replace(/(^|\s)#.*$/, '').trim();
		if (line === '') continue;
		const at = `[${path}:${index + 1}]`;
		const [, kind, name = ''] = SECTION.exec(line) ?? [];
		if (kind !== undefined && (section === '' || !/^\s/.test(raw))) {
			section = kind;
			frontend =
				kind === 'frontend' || kind === 'listen'
					? { name, binds: [], isHttp: defaultsAreHttp, backend: kind === 'listen' ? name : '' }
					: undefined;
			backend = kind === 'backend' || kind === 'listen' ? { isHttp: defaultsAreHttp, servers: [], next: 0 } : undefined;
			if (frontend !== undefined) proxy.frontends.push(frontend);
			if (backend !== undefined) proxy.backends.set(name, backend);
			continue;
		}
		if (section === '') {
			problems.push(`parsing ${at} : unknown keyword '${line.split(/\s+/)[0]}' out of section.`);
			continue;
		}
		const [word = '', ...rest] = line.split(/\s+/);
		if (word === 'mode') {
			if (section === 'defaults') defaultsAreHttp = rest[0] === 'http';
			if (frontend !== undefined) frontend.isHttp = rest[0] === 'http';
		} else if (word === 'bind' && frontend !== undefined) {
			const [, host = '', port] = /^(.*):(\d+)$/.exec(rest[0] ?? '') ?? [];
			if (port === undefined)
				problems.push(`parsing ${at} : 'bind' : missing port number: '${rest[0] ?? ''}', port specification required.`);
			else frontend.binds.push({ address: /^[\d.]+$/.test(host) ? host : '0.0.0.0', port: Number(port) });
		} else if (word === 'default_backend' && frontend !== undefined) frontend.backend = rest[0] ?? '';
		else if (word === 'server' && backend !== undefined) {
			const [serverName = '', where = ''] = rest;
			const [host = '', port] = where.split(':');
			backend.servers.push({
				name: serverName,
				host,
				port: Number(port ?? frontend?.binds[0]?.port ?? '80'),
				address: host,
			});
		} else if (!KEYWORDS.test(word)) problems.push(`parsing ${at} : unknown keyword '${word}' in '${section}' section`);
	}
	for (const { name, backend: wanted } of proxy.frontends) {
		if (wanted !== '' && !proxy.backends.has(wanted))
			problems.push(`Proxy '${name}': unable to find required default_backend: '${wanted}'.`);
	}
	return problems;
}

/** What a section may say that changes nothing here. */
const KEYWORDS =
	/^(?:balance|timeout|option|log|log-format|maxconn|retries|acl|use_backend|http-request|http-response|http-check|tcp-request|tcp-check|stats|daemon|user|group|chroot|pidfile|nbthread|cpu-map|ssl-.*|tune\..*|cookie|stick-table|stick|errorfile|default-server|description|compression|redirect|monitor-uri|capture|hash-type|nameserver|resolve_retries|hold|accepted_payload_size|master-worker|ca-base|crt-base|unique-id-.*|source|fullconn|no|disabled|enabled|id|http-reuse|server-template|filter|email-alert|dispatch|rate-limit|set-dumpable|lua-load|external-check|insecure-fork-wanted|presetenv|setenv)$/;

function* resolveServers(process: Process, proxy: Proxy, path: string): Task<string[]> {
	const problems: string[] = [];
	for (const [name, { servers }] of proxy.backends) {
		for (const server of servers) {
			if (/^[\d.]+$/.test(server.host)) continue;
			const resolved = yield* lookupName(process, server.host);
			if (resolved.kind === 'found') server.address = resolved.addresses[0] as string;
			else problems.push(`[${path}:1] : 'server ${name}/${server.name}' : could not resolve address '${server.host}'.`);
		}
	}
	return problems;
}

function* acceptAll(
	process: Process,
	group: TaskGroup,
	proxy: Proxy,
	frontend: Frontend,
	listening: number,
): Task<void> {
	for (;;) {
		const { fd } = yield* process.accept(listening);
		group.add(handOver(process, group, proxy, frontend, fd));
	}
}

function* handOver(process: Process, group: TaskGroup, proxy: Proxy, frontend: Frontend, fd: number): Task<void> {
	const client = processDuplex(process, fd);
	const backend = proxy.backends.get(frontend.backend);
	const count = backend?.servers.length ?? 0;
	for (let tried = 0; backend !== undefined && tried < count; tried++) {
		const { address, port } = backend.servers[backend.next++ % count] as Backend['servers'][number];
		try {
			const server = processDuplex(process, yield* process.connect(address, port, { timeoutMs: CONNECT_TIMEOUT_MS }));
			group.add(pass(client, server));
			yield* pass(server, client);
			client.close();
			server.close();
			return;
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		}
	}
	if (frontend.isHttp) {
		try {
			yield* client.read();
			yield* client.write(encodeUtf8(NO_SERVER));
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
		}
	}
	client.close();
}

/** What comes from one end goes to the other. */
function* pass(from: ByteDuplex, to: ByteDuplex): Task<void> {
	try {
		for (;;) {
			const data = yield* from.read();
			if (data.length === 0) break;
			yield* to.write(data);
		}
		to.closeWrite();
	} catch (error) {
		if (!(error instanceof ConnectionError) && !(error instanceof SystemError)) throw error;
	}
}

const RELEASES = [
	['3.2.6', '3.2 3 lts latest', '2025-10-03'],
	['3.1.9', '3.1', '2025-10-03'],
	['3.0.12', '3.0', '2025-10-03'],
	['2.9.15', '2.9', '2025-05-02'],
	['2.8.16', '2.8 2', '2025-10-03'],
	['2.6.23', '2.6 2.7 2.5', '2025-10-03'],
	['2.4.30', '2.4 2.3 2.2 2.1 2.0 1.9 1.8 1.7', '2025-10-03'],
] as const;

export const HAPROXY = cataloguedImage({
	names: 'haproxy haproxytech/haproxy-debian haproxytech/haproxy-alpine',
	versions: RELEASES.flatMap(([version, more, date]): CataloguedVersion[] => {
		const names = [version, ...more.split(' ')];
		return [
			[[...names, ...variantTags(names, 'bookworm', 'trixie')].join(' '), date, 42_402_114],
			[variantTags(names, 'alpine', 'alpine3.22').join(' '), date, 14_402_114, ON_ALPINE],
		];
	}),
	entrypoint: ['docker-entrypoint.sh'],
	cmd: ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'],
	user: 'haproxy',
	workingDir: '/var/lib/haproxy',
	stopSignal: 'USR1',
	accounts: ['haproxy:x:99:99::/var/lib/haproxy:/usr/sbin/nologin'],
	programs: [['/usr/local/sbin/haproxy', haproxy, 12_402_114]],
	files: () => [
		directory('/var/lib/haproxy', 0o755, { uid: 99, gid: 99 }),
		directory('/usr/local/etc/haproxy'),
		entrypointScript('/usr/local/bin/docker-entrypoint.sh', {
			server: 'haproxy',
			lines: ['case "$1" in haproxy) shift; set -- haproxy -W -db "$@" ;; esac'],
		}),
	],
});
