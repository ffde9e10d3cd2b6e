import { type Process, SystemError } from '../../kernel/process-api.ts';
import { type HttpAnswer, serveHttpOn } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { DockerApi } from './docker-api.ts';

const CONFIGURATION = '/etc/docker/daemon.json';
const RESTING = { cpuMillicores: 2, memoryBytes: 62 * 1024 ** 2 };

/**
 * The docker daemon's process: it is there from docker's first use on, refuses a configuration that is no JSON, and has
 * its sockets where -H or the configuration's "hosts" say; without either, and for fd://, it is /run/docker.sock.
 * Differs: containers do not end with it, and what its engine does (`hosts/containers`) does not need it.
 */
export function* dockerdProgram(process: Process): Task<number> {
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	process.onSignal('HUP', 'ignore');
	const problem = yield* configurationProblem(process);
	if (problem !== undefined) {
		yield* process.write(
			2,
			encodeUtf8(`unable to configure the Docker daemon with file ${CONFIGURATION}: ${problem}\n`),
		);
		return 1;
	}
	const listening: number[] = [];
	const sockets = yield* openSockets(process, listening);
	if (typeof sockets === 'string') {
		yield* process.write(2, encodeUtf8(`${sockets}\n`));
		return 1;
	}
	process.onEnd(() => {
		for (const path of sockets) if (process.access(path, {})) process.unlink(path);
	});
	process.rest(RESTING);
	const group = new TaskGroup();
	const api = process.port<DockerApi>('docker-api');
	const refuse = (status: number): HttpAnswer => ({
		status,
		headers: [['Content-Type', 'text/plain; charset=utf-8']],
		body: '400 Bad Request',
		close: true,
	});
	if (api !== undefined) {
		for (const fd of listening) serveHttpOn(process, group, fd, { handle: (request) => api(process, request), refuse });
	}
	return yield* group.run(process, () => 0);
}

/** The paths of those that have one; a text: why they cannot be had. Models cmd/dockerd loadListeners. */
function* openSockets(process: Process, listening: number[]): Task<readonly string[] | string> {
	const given = process.argv.flatMap((word, index, words) =>
		/^(-H|--host)$/.test(word) ? (words[index + 1] ?? []) : (/^(?:-H|--host)=(.*)$/.exec(word)?.[1] ?? []),
	);
	const configured = yield* configuredHosts(process);
	if (given.length > 0 && configured.length > 0) {
		const both = `hosts: (from flag: [${given.join(' ')}], from file: [${configured.join(' ')}])`;
		return `unable to configure the Docker daemon with file ${CONFIGURATION}: the following directives are specified both as a flag and in the configuration file: ${both}`;
	}
	const hosts = [...given, ...configured];
	const paths: string[] = [];
	for (const host of hosts.length === 0 ? ['fd://'] : hosts) {
		const [, scheme = '', place = ''] = /^(\w+):\/\/(.*)$/.exec(host) ?? [];
		if (scheme === 'tcp') {
			const [, address = '', port = ''] = /^(.*):(\d+)$/.exec(place) ?? [];
			try {
				listening.push(process.listen(address === '' ? '0.0.0.0' : address, Number(port === '' ? 2375 : port)));
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				return `failed to load listeners: listen tcp ${place}: bind: address already in use`;
			}
			continue;
		}
		const path = scheme === 'unix' && place !== '' ? place : '/run/docker.sock';
		listening.push(yield* openDockerSocket(process, path));
		paths.push(path);
	}
	return paths;
}

/** A socket for root and the group of those who may use Docker. */
export function* openDockerSocket(process: Process, path: string): Task<number> {
	// Of a daemon that has gone.
	if (process.access(path, {})) process.unlink(path);
	const fd = process.listenLocal(path);
	process.chmod(path, 0o660);
	process.chown(path, 0, yield* dockerGroup(process));
	return fd;
}

function* configuredHosts(process: Process): Task<readonly string[]> {
	if (!process.access(CONFIGURATION, { read: true })) return [];
	const read: unknown = JSON.parse(decodeUtf8(yield* readWholeFile(process, CONFIGURATION)));
	const hosts = (read as { readonly hosts?: unknown } | null)?.hosts;
	return Array.isArray(hosts) ? hosts.filter((each) => typeof each === 'string') : [];
}

/** Whom the socket belongs to besides root; root's own group when there is none. */
function* dockerGroup(process: Process): Task<number> {
	const groups = decodeUtf8(yield* readWholeFile(process, '/etc/group'));
	return Number(/^docker:[^:]*:(\d+):/m.exec(groups)?.[1] ?? 0);
}

function* configurationProblem(process: Process): Task<string | undefined> {
	let text: string;
	try {
		text = decodeUtf8(yield* readWholeFile(process, CONFIGURATION));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
	if (text.trim() === '') return 'EOF';
	try {
		JSON.parse(text);
		return undefined;
	} catch {
		return 'invalid character in JSON';
	}
}
