import { type Process, SystemError } from '../../kernel/process-api.ts';
import { commonLogTime, type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { ON_ALPINE } from '../../kubelet/images/bases/base.ts';
import { cataloguedImage } from '../../kubelet/images/catalogued-image.ts';
import { entrypointScript } from '../../kubelet/images/entrypoint-script.ts';
import { isoStamp } from '../../kubelet/images/programs/log-stamps.ts';
import { pathOf, type StartRefusal, serverProgram } from '../../kubelet/images/programs/server-program.ts';
import { goFlag } from '../../kubelet/images/programs/simple-http.ts';
import type { Task } from '../../machinery/task.ts';
import { serverHandshake } from '../../machinery/tls/server-handshake.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Addon } from '../addon.ts';
import { IngressProxy } from './ingress-proxy.ts';

const MIB = 1024 ** 2;

/** Flags of Go programs are written in any case: "--api.insecure", "--API.INSECURE=true". */
function isOn(args: readonly string[], name: string): boolean {
	return args.some((arg) => {
		const [flag = '', value = 'true'] = arg.toLowerCase().replace(/^--?/, '').split('=');
		return flag === name && value === 'true';
	});
}

function traefikEntryPoints(process: Process): number[] {
	const args = process.argv.slice(1);
	const given = args.flatMap((arg) => /^--?entry[pP]oints\.[^.]+\.address=.*:(\d+)/i.exec(arg)?.[1] ?? []).map(Number);
	const own = isOn(args, 'api.insecure') || isOn(args, 'ping') ? [8080] : [];
	const ports = given.length === 0 ? [80] : given;
	return [...new Set([...own, ...ports])];
}

const traefikLog = (process: Process, level: string, text: string): string =>
	isOld(process)
		? `time="${isoStamp(process).slice(0, 19)}Z" level=${level} msg="${text}"\n`
		: `${isoStamp(process).slice(0, 19)}Z ${level.slice(0, 3).toUpperCase()} ${text}\n`;

function isOld(process: Process): boolean {
	return process.release?.startsWith('v2') === true;
}

/** Without the cluster's Ingresses. Differs: of its other providers none finds anything, so every host is unknown to it. */
const server = serverProgram({
	ports: traefikEntryPoints,
	securePorts: [443, 8443],
	check: traefikArguments,
	memoryBytes: 40 * MIB,
	begin: (process) => {
		const level = (goFlag(process.argv.slice(1), 'log.level') ?? 'ERROR').toUpperCase();
		if (level !== 'INFO' && level !== 'DEBUG') return '';
		return (
			traefikLog(
				process,
				'info',
				`Traefik version ${process.release?.slice(1)} built on 2025-09-26T09:22:01Z version=${process.release?.slice(1)}`,
			) + traefikLog(process, 'info', 'Starting provider aggregator aggregator.ProviderAggregator')
		);
	},
	page: (process, request) => {
		const path = pathOf(request);
		const args = process.argv.slice(1);
		if (request.local.port !== 8080) return undefined;
		if (path === '/ping' && isOn(args, 'ping')) return 'OK';
		if (!isOn(args, 'api.insecure')) return undefined;
		if (path === '/') return { status: 302, headers: [['Location', '/dashboard/']], body: '' };
		if (path === '/dashboard/')
			return '<!DOCTYPE html><html><head><title>Traefik Proxy</title></head><body><div id="root"></div></body></html>';
		if (path === '/api/version') return JSON.stringify({ Version: process.release?.slice(1), Codename: 'chabichou' });
		if (path === '/api/http/routers' || path === '/api/http/services') return '[]';
		return undefined;
	},
	access: (process, request, answer, bytes) =>
		isOn(process.argv.slice(1), 'accesslog') ? commonLine(process, request, answer, bytes) : '',
	end: { status: 0 },
});

function traefik(process: Process): Task<number> {
	return isOn(process.argv.slice(1), 'providers.kubernetesingress') ? controller(process) : server(process);
}

function entryPointsOf(args: readonly string[]): readonly EntryPoint[] {
	return args.flatMap((arg) => {
		const [, name, port] = /^--?entrypoints\.([^.]+)\.address=.*:(\d+)/i.exec(arg) ?? [];
		if (name === undefined) return [];
		const isSecure = isOn(args, `entrypoints.${name.toLowerCase()}.http.tls`);
		return [{ name, port: Number(port), isSecure }];
	});
}

interface EntryPoint {
	readonly name: string;
	readonly port: number;
	/** All that comes in there is encrypted. */
	readonly isSecure: boolean;
}

/** The value of a flag in any case. */
function flagText(args: readonly string[], name: string): string {
	const given = args.find((arg) => arg.toLowerCase().replace(/^--?/, '').startsWith(`${name}=`));
	return given?.slice(given.indexOf('=') + 1) ?? '';
}

function* controller(process: Process): Task<number> {
	const args = process.argv.slice(1);
	const level = flagText(args, 'log.level').toUpperCase() || 'ERROR';
	const say = (each: string, text: string): Task<void> => process.write(1, encodeUtf8(traefikLog(process, each, text)));
	if (level === 'INFO' || level === 'DEBUG') {
		const version = process.release?.slice(1) ?? '';
		yield* say('info', `Traefik version ${version} built on 2025-09-26T09:22:01Z version=${version}`);
		yield* say('info', 'Starting provider aggregator aggregator.ProviderAggregator');
		yield* say('info', 'Starting provider *ingress.Provider');
	}
	const group = new TaskGroup();
	const proxy = new IngressProxy(process, {
		ingressClass: flagText(args, 'providers.kubernetesingress.ingressclass'),
		publishedService: flagText(args, 'providers.kubernetesingress.ingressendpoint.publishedservice'),
		allowsEmptyServices: isOn(args, 'providers.kubernetesingress.allowemptyservices'),
		log: (each, text) => say(each === 'ERR' ? 'error' : 'warning', text),
	});
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	process.rest({ cpuMillicores: 2, memoryBytes: 40 * MIB });
	for (const entryPoint of entryPointsOf(args)) {
		const problem = listenAt(process, group, proxy, entryPoint);
		if (problem === undefined) continue;
		yield* say('error', `Command error: error while building entryPoint ${entryPoint.name}: ${problem}`);
		return 1;
	}
	proxy.start(group);
	return yield* group.run(process, () => 0);
}

const INTERNAL: ReadonlySet<string> = new Set(['traefik', 'metrics']);

function listenAt(
	process: Process,
	group: TaskGroup,
	proxy: IngressProxy,
	{ name, port, isSecure }: EntryPoint,
): string | undefined {
	const args = process.argv.slice(1);
	const isInternal = INTERNAL.has(name);
	try {
		serveHttp(process, group, '0.0.0.0', port, {
			handle: (request) => (isInternal ? internalPage(request, args) : proxy.serve(request, name)),
			refuse: (status) => ({ status, headers: [], body: '', close: true }),
			bodyBytesMax: 16 * MIB,
			...(isInternal
				? { vouchedStatus: (target: string) => (target === '/ping' && isOn(args, 'ping') ? 200 : 404) }
				: {}),
			...(isSecure ? { secure: (duplex) => serverHandshake(duplex, (hello) => proxy.certificateFor(hello)) } : {}),
		});
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const why = error.errno === 'EACCES' ? 'permission denied' : 'address already in use';
		return `error preparing server: error opening listener: listen tcp :${port}: bind: ${why}`;
	}
}

function* internalPage(request: HttpRequest, args: readonly string[]): Task<HttpAnswer> {
	const headers = [['Content-Type', 'text/plain; charset=utf-8']] as const;
	if (pathOf(request) === '/ping' && isOn(args, 'ping')) return { status: 200, headers, body: 'OK' };
	return { status: 404, headers, body: '404 page not found\n' };
}

function* traefikArguments(process: Process): Task<StartRefusal | undefined> {
	const args = process.argv.slice(1);
	if (args[0] === 'version') {
		return {
			status: 0,
			to: 1,
			say: `Version:      ${process.release?.slice(1)}\nCodename:     chabichou\nGo version:   go1.24.6\nBuilt:        2025-09-26T09:22:01Z\nOS/Arch:      linux/amd64\n`,
		};
	}
	const wrong = args.find((arg) => !arg.startsWith('-'));
	return wrong === undefined ? undefined : { status: 1, say: `${wrong}: command not found\n` };
}

function commonLine(process: Process, request: HttpRequest, answer: HttpAnswer, bytes: number): string {
	const agent = request.headers.get('user-agent') ?? '-';
	return `${request.remote.address} - - [${commonLogTime(process.now())}] "${request.method} ${request.target} ${request.version}" ${answer.status} ${bytes} "-" "${agent}"\n`;
}

const IMAGE = cataloguedImage({
	names: 'traefik',
	versions: [
		['v3.6.0 3.6.0 v3.6 3.6 v3 3 latest ramequin', '2025-11-07', 53_402_114],
		['v3.5.3 3.5.3 v3.5 3.5 chabichou', '2025-09-26', 52_402_114],
		['v3.4.5 3.4.5 v3.4 3.4 v3.4.3 v3.4.0', '2025-07-23', 51_402_114],
		['v3.3.7 3.3.7 v3.3 3.3 v3.3.4', '2025-05-05', 50_902_114],
		['v3.2.5 v3.2 3.2 v3.2.3 v3.1.7 v3.1 3.1 v3.0.4 v3.0.2 v3.0 3.0', '2025-01-08', 48_402_114],
		['v2.11.29 2.11.29 v2.11 2.11 v2 2 v2.11.0', '2025-09-09', 43_402_114],
		['v2.10.7 2.10.7 v2.10 2.10 v2.9.10 v2.9 2.9 v2.8 v2.5 v2.4 v2.3 v2.2', '2023-12-06', 40_402_114],
	],
	base: ON_ALPINE,
	entrypoint: ['/entrypoint.sh'],
	cmd: ['traefik'],
	ports: '80',
	programs: [['/usr/local/bin/traefik', traefik, 190_302_114]],
	files: () => [entrypointScript('/entrypoint.sh', { server: 'traefik', unknownIsServers: true })],
});

export const TRAEFIK: Addon = { images: [IMAGE], pages: [] };
