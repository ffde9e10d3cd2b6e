import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { compileGlob } from '../../../machinery/glob.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatHttpDate } from '../../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { ON_ALPINE } from '../bases/base.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { file } from '../layer-builder.ts';
import { fetchHttp } from '../programs/http-fetch.ts';
import { MIME_TYPES } from '../programs/mime-types.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { pathOf } from '../programs/server-program.ts';

interface Site {
	readonly hosts: string[];
	readonly port: number;
	readonly directives: readonly (readonly string[])[];
}

const KNOWN = new Set(
	'root file_server respond reverse_proxy redir header encode log tls templates handle try_files rewrite import php_fastcgi basic_auth basicauth uri'.split(
		' ',
	),
);

/** Differs: sites with names are served in plain HTTP; blocks within sites are read as if they were not there. */
const caddy: Program = (process) => run(process);

function line(process: Process, level: string, logger: string, message: string, more: object = {}): string {
	return `${JSON.stringify({ level, ts: process.now() / 1_000, ...(logger === '' ? {} : { logger }), msg: message, ...more })}\n`;
}

function* run(process: Process): Task<number> {
	const args = process.argv.slice(1);
	const say = (text: string): Task<void> => process.write(2, encodeUtf8(text));
	if (args[0] === 'version') {
		yield* process.write(
			1,
			encodeUtf8(`v${process.release?.replace(/-.*/, '')} h1:0000000000000000000000000000000000000000000=\n`),
		);
		return 0;
	}
	const at = args.indexOf('--config');
	const path = at < 0 ? '/etc/caddy/Caddyfile' : (args[at + 1] ?? '');
	let sites: readonly Site[];
	try {
		sites = readCaddyfile(decodeUtf8(yield* readWholeFile(process, path)), path);
	} catch (error) {
		if (error instanceof SystemError)
			yield* say(`Error: reading config from file: open ${path}: no such file or directory\n`);
		else if (error instanceof CaddyfileError) yield* say(`Error: adapting config using caddyfile: ${error.message}\n`);
		else throw error;
		return 1;
	}
	yield* say(line(process, 'info', '', 'using config from file', { file: path }));
	yield* say(
		line(process, 'info', 'admin', 'admin endpoint started', { address: 'localhost:2019', enforce_origin: false }),
	);
	const group = new TaskGroup();
	for (const port of new Set(sites.map((site) => site.port))) {
		const here = sites.filter((site) => site.port === port);
		try {
			serveHttp(process, group, '0.0.0.0', port, {
				handle: (request) => answer(process, here, request),
				refuse: (status) => ({ status, headers: [], body: '', close: true }),
			});
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why = error.errno === 'EACCES' ? 'permission denied' : 'address already in use';
			yield* say(
				`Error: loading initial config: loading new config: http app module: start: listening on :${port}: listen tcp :${port}: bind: ${why}\n`,
			);
			return 1;
		}
		yield* say(line(process, 'info', 'http.log', 'server running', { name: 'srv0', protocols: ['h1', 'h2', 'h3'] }));
	}
	yield* say(line(process, 'info', '', 'serving initial configuration'));
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	yield* group.run(process, () => 0);
	yield* say(line(process, 'info', '', 'shutting down apps, then terminating', { signal: 'SIGTERM' }));
	yield* say(line(process, 'info', '', 'shutdown complete', { signal: 'SIGTERM', exit_code: 0 }));
	return 0;
}

class CaddyfileError extends Error {}

/** Models caddyconfig/caddyfile: sites with their directives, one without braces. */
function readCaddyfile(text: string, path: string): Site[] {
	const rows = text.split('\n').map((each) => each.replace(/(^|\s)#.*$/, '$1').trim());
	const sites: { addresses: string[]; directives: string[][] }[] = [];
	let site: { addresses: string[]; directives: string[][] } | undefined;
	let depth = 0;
	for (const [index, row] of rows.entries()) {
		if (row === '') continue;
		const words = [...row.matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`|(\S+)/g)].map(
			([, double, tick, plain]) => double?.replaceAll('\\n', '\n') ?? tick ?? plain ?? '',
		);
		if (words.at(-1) === '{') {
			depth++;
			if (depth === 1) {
				site = { addresses: words.slice(0, -1), directives: [] };
				if (site.addresses.length > 0) sites.push(site);
			} else if (depth === 2) site?.directives.push(words.slice(0, -1));
			continue;
		}
		if (words[0] === '}') {
			depth--;
			continue;
		}
		if (depth === 0 && site === undefined) {
			site = { addresses: words, directives: [] };
			sites.push(site);
			continue;
		}
		if (depth > 1) continue;
		if (site !== undefined && site.addresses.length > 0 && !KNOWN.has(words[0] as string))
			throw new CaddyfileError(`${path}:${index + 1}: unrecognized directive: ${words[0]}`);
		site?.directives.push(words);
	}
	return sites.map(({ addresses, directives }) => {
		const [first = ':80'] = addresses;
		return {
			hosts: addresses
				.map((each) => each.replace(/^https?:\/\//, '').replace(/:\d+$/, ''))
				.filter((host) => host !== '' && host !== 'localhost'),
			port: Number(/:(\d+)$/.exec(first)?.[1] ?? '80'),
			directives,
		};
	});
}

function* answer(process: Process, sites: readonly Site[], request: HttpRequest): Task<HttpAnswer> {
	const host = (request.headers.get('host') ?? '').replace(/:\d+$/, '');
	const site = sites.find(({ hosts }) => hosts.includes(host)) ?? sites.find(({ hosts }) => hosts.length === 0);
	const common = [
		['Server', 'Caddy'],
		['Date', formatHttpDate(process.now())],
	] as const;
	let root = process.cwd;
	for (const [name, ...words] of site?.directives ?? []) {
		const isMatcher = /^[/*]/.test(words[0] ?? '') && (words.length > 1 || name === 'reverse_proxy');
		if (isMatcher && words[0] !== '*' && !compileGlob(words[0] as string).matches(pathOf(request))) continue;
		const args = isMatcher ? words.slice(1) : words;
		switch (name) {
			case 'root':
				root = args[0] ?? root;
				break;
			case 'respond':
				return {
					status: Number(args[1] ?? (/^\d{3}$/.test(args[0] ?? '') ? args[0] : '200')),
					headers: [...common, ['Content-Type', 'text/plain; charset=utf-8']],
					body: /^\d{3}$/.test(args[0] ?? '') ? '' : (args[0] ?? ''),
				};
			case 'redir':
				return {
					status: 302,
					headers: [...common, ['Location', (args[0] ?? '').replace('{uri}', request.target)]],
					body: '',
				};
			case 'reverse_proxy':
				return yield* forward(process, args[0] ?? '', request, common);
			default:
		}
	}
	const serves = site?.directives.some(([name]) => name === 'file_server') === true;
	return serves ? yield* fileOf(process, root, request, common) : { status: 200, headers: common, body: '' };
}

function* forward(
	process: Process,
	upstream: string,
	request: HttpRequest,
	common: readonly (readonly [string, string])[],
): Task<HttpAnswer> {
	const [host = 'localhost', port = '80'] = upstream.replace(/^https?:\/\//, '').split(':');
	const skipped = /^(?:host|connection|content-length|transfer-encoding)$/i;
	const fetched = yield* fetchHttp(process, {
		host: host === '' ? 'localhost' : host,
		port: Number(port),
		method: request.method,
		target: request.target,
		headers: [
			...request.headers.entries().filter(([name]) => !skipped.test(name)),
			['X-Forwarded-For', request.remote.address],
			['X-Forwarded-Proto', 'http'],
		],
		body: request.body,
	});
	if (fetched.kind !== 'answer') {
		const why =
			fetched.kind === 'unknown host'
				? `dial tcp: lookup ${host}: no such host`
				: `dial tcp ${upstream}: connect: connection refused`;
		yield* process.write(2, encodeUtf8(line(process, 'error', 'http.log.error', why, { status: 502 })));
		return { status: 502, headers: common, body: '' };
	}
	const own = /^(?:connection|content-length|transfer-encoding|date)$/i;
	return {
		status: fetched.status,
		headers: [
			...fetched.headers.entries().filter(([name]) => !own.test(name)),
			['Via', '1.1 Caddy'],
			common[1] as readonly [string, string],
		],
		body: fetched.body,
	};
}

function* fileOf(
	process: Process,
	root: string,
	request: HttpRequest,
	common: readonly (readonly [string, string])[],
): Task<HttpAnswer> {
	const path = pathOf(request);
	if (path.split('/').includes('..')) return { status: 400, headers: common, body: '' };
	try {
		let wanted = root + path;
		if (process.stat(wanted).type === 'directory') {
			if (!path.endsWith('/')) return { status: 308, headers: [...common, ['Location', `${path}/`]], body: '' };
			wanted += 'index.html';
		}
		const body = yield* readWholeFile(process, wanted);
		const type = MIME_TYPES.get(/\.([^./]+)$/.exec(wanted)?.[1] ?? '') ?? 'text/plain';
		return {
			status: 200,
			headers: [
				...common,
				['Content-Type', type.startsWith('text/') ? `${type}; charset=utf-8` : type],
				['Accept-Ranges', 'bytes'],
			],
			body,
		};
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return { status: error.errno === 'EACCES' ? 403 : 404, headers: common, body: '' };
	}
}

export const CADDY = cataloguedImage({
	names: 'caddy',
	versions: [
		['2.10.2 2.10 2 latest 2.10.2-alpine 2-alpine alpine', '2025-08-23', 22_402_114],
		['2.9.1 2.9 2.9-alpine 2.8.4 2.8 2.8-alpine 2.7.6 2.7 2.6.4 2.6 2.5 2.4.6 2.4 2.3 2.2.1', '2025-01-08', 20_402_114],
	],
	base: ON_ALPINE,
	cmd: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
	env: (release) => [
		['CADDY_VERSION', `v${release}`],
		['XDG_CONFIG_HOME', '/config'],
		['XDG_DATA_HOME', '/data'],
	],
	workingDir: '/srv',
	ports: '80 443 443/udp 2019',
	folders: '/srv /config /data',
	programs: [['/usr/bin/caddy', caddy, 45_402_114]],
	files: () => [
		file('/etc/caddy/Caddyfile', ':80 {\n\troot * /usr/share/caddy\n\tfile_server\n}\n'),
		file(
			'/usr/share/caddy/index.html',
			'<!DOCTYPE html>\n<html>\n<head>\n\t<title>Caddy works!</title>\n</head>\n<body>\n\t<h1>Congratulations!</h1>\n</body>\n</html>\n',
		),
	],
});
