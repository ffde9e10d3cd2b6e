import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { commonLogTime, type HttpAnswer, type HttpRequest, serveHttp } from '../../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { serverHandshake } from '../../../machinery/tls/server-handshake.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { alpineLayer } from '../bases/alpine.ts';
import { imageTags } from '../image-version.ts';
import { directory, executable, file, layer } from '../layer-builder.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { answerRegistry, type RegistrySettings, refusal } from './registry-handler.ts';
import { RegistryLogin } from './registry-login.ts';
import { RegistryStore } from './registry-store.ts';

/** Layers are no larger than a file may be. */
const BODY_BYTES_MAX = 64 * 1024 * 1024;

/**
 * The distribution registry, over files of its container. Differs: of ways to log in it knows htpasswd only, and blobs are believed to be what their digests say.
 */
const registryProgram: Program = function* registry(process: Process): Task<number> {
	const log = (level: string, message: string): Task<void> => {
		const line = `time=${JSON.stringify(formatTime(process.now()))} level=${level} msg=${JSON.stringify(message)} go.version=go1.20.8 instance.id=${process.hostname} service=registry version=2.8.3\n`;
		return process.write(2, encodeUtf8(line));
	};
	const login = RegistryLogin.of(process);
	const store = new RegistryStore(
		process,
		process.env.get('REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY') ?? '/var/lib/registry',
	);
	const settings = {
		deleteEnabled: process.env.get('REGISTRY_STORAGE_DELETE_ENABLED') === 'true',
		newId: () => Array.from({ length: 4 }, () => process.randomUint32().toString(16).padStart(8, '0')).join('-'),
	};
	const address = process.env.get('REGISTRY_HTTP_ADDR') ?? ':5000';
	const port = Number(/:(\d+)$/.exec(address)?.[1] ?? '5000');
	const certificate = process.env.get('REGISTRY_HTTP_TLS_CERTIFICATE');
	const group = new TaskGroup();
	try {
		const chain = certificate === undefined ? undefined : decodeUtf8(yield* readWholeFile(process, certificate));
		serveHttp(process, group, '0.0.0.0', port, {
			handle: (request) => answerOf(store, settings, request, login),
			refuse: (status) => refusal(status, 'UNKNOWN', 'unknown error'),
			onAnswered: (request, answer, bytes) => access(process, request, answer, bytes),
			bodyBytesMax: BODY_BYTES_MAX,
			...(chain === undefined ? {} : { secure: (duplex) => serverHandshake(duplex, chain) }),
		});
		yield* log('info', `listening on [::]:${port}${chain === undefined ? '' : ', tls'}`);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* log(
			'fatal',
			error.errno === 'ENOENT'
				? `open ${certificate}: no such file or directory`
				: `listen tcp :${port}: bind: address already in use`,
		);
		return 1;
	}
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	return yield* group.run(process, () => 2);
};

function* answerOf(
	store: RegistryStore,
	settings: RegistrySettings,
	request: HttpRequest,
	login: RegistryLogin | undefined,
): Task<HttpAnswer> {
	const refused = login === undefined ? undefined : yield* login.refuse(request);
	return refused ?? (yield* answerRegistry(store, settings, request));
}

function access(process: Process, request: HttpRequest, answer: HttpAnswer, bytes: number): Task<void> {
	const agent = request.headers.get('user-agent') ?? '';
	const line = `${request.remote.address} - - [${commonLogTime(process.now())}] "${request.method} ${request.target} ${request.version}" ${answer.status} ${bytes} "" ${JSON.stringify(agent)}\n`;
	return process.write(1, encodeUtf8(line));
}

export const REGISTRY: ImageRepository = {
	names: ['docker.io/library/registry'],
	tags: imageTags(
		'registry',
		(
			[
				['3.0.0 3.0 3 latest', '2025-04-03', 17_402_330, '/etc/distribution/config.yml'],
				['2.8.3 2.8 2', '2023-10-02', 9_745_129, '/etc/docker/registry/config.yml'],
				['2.7.1 2.7', '2019-01-17', 9_700_114, '/etc/docker/registry/config.yml'],
			] as const
		).map(([tags, date, sizeBytes, configPath]) => ({
			tags,
			date,
			sizeBytes,
			layers: () => [
				alpineLayer('3.18.4'),
				layer([
					executable('/entrypoint.sh', 'registry', 155),
					executable('/bin/registry', 'registry', 20_015_104),
					directory('/var/lib/registry'),
					file(
						configPath,
						'version: 0.1\nlog:\n  fields:\n    service: registry\nstorage:\n  cache:\n    blobdescriptor: inmemory\n  filesystem:\n    rootdirectory: /var/lib/registry\nhttp:\n  addr: :5000\n  headers:\n    X-Content-Type-Options: [nosniff]\n',
					),
				]),
			],
			config: {
				entrypoint: ['/entrypoint.sh'],
				cmd: [configPath],
				env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const,
				exposedPorts: ['5000/tcp'],
				volumes: ['/var/lib/registry'],
			},
		})),
	),
	programs: new Map([['registry', registryProgram]]),
};
