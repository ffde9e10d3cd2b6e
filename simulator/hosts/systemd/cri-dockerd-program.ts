import { type Process, SystemError } from '../../kernel/process-api.ts';
import { NEVER } from '../../kernel/processes/waits.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { openDockerSocket } from './dockerd-program.ts';

const LINES = [
	'Starting cri-dockerd',
	'Connecting to docker on the Endpoint unix:///var/run/docker.sock',
	'Start docker client with request timeout 0s',
	'Hairpin mode is set to none',
	'Loaded network plugin cni',
	'Docker cri networking managed by network plugin cni',
	'Setting cgroupDriver systemd',
	'Starting the GRPC backend for the Docker CRI interface.',
	'Start cri-dockerd grpc backend',
];

const ENDPOINT = '--container-runtime-endpoint';
const SOCKET = '/run/cri-dockerd.sock';

/**
 * The process that lets the kubelet speak to Docker. Differs: it runs and nobody answers on its socket, which is there as
 * long as somebody has started the process once (systemd's: as long as cri-docker.socket is active).
 */
export function* criDockerdProgram(process: Process): Task<number> {
	if (process.argv.includes('--version')) {
		yield* process.write(1, encodeUtf8('cri-dockerd 0.3.21 (HEAD)\n'));
		return 0;
	}
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	process.onSignal('HUP', 'ignore');
	for (const line of LINES) {
		yield* process.write(2, encodeUtf8(`time="${formatTime(process.now())}" level=info msg=${JSON.stringify(line)}\n`));
	}
	yield* openDockerSocket(process, socketOf(process.argv));
	process.rest({ cpuMillicores: 1, memoryBytes: 24 * 1024 ** 2 });
	try {
		for (;;) yield* process.block(NEVER);
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'EINTR') return 0;
		throw error;
	}
}

/** fd:// is the socket that systemd opens for it. */
function socketOf(argv: readonly string[]): string {
	const at = argv.findIndex((word) => word === ENDPOINT || word.startsWith(`${ENDPOINT}=`));
	const word = argv[at]?.includes('=') ? argv[at] : argv[at + 1];
	const [, path] = /unix:\/\/(\/.+)$/.exec(at < 0 ? '' : (word ?? '')) ?? [];
	return path ?? SOCKET;
}
