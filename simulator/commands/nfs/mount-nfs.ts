import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import { askForDirectory, type NfsAnswer } from '../../kernel/serving/nfs.ts';
import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

/** How long a mount in the foreground is tried again. Models nfs(5) retry. */
const RETRY_MS = 120_000;
const PAUSE_MS = 10_000;
const FAILED = 32;

const TEMPORARY = ['ETIMEDOUT', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'];

function helper(name: string): Command {
	return unixCommand({ name, paths: [`/usr/sbin/${name}`], size: 122_688, main: (run) => mountShare(name, run) });
}

function* mountShare(name: string, { process, args }: UnixRun): Task<number> {
	const [spec, target] = args.filter((word, at) => !word.startsWith('-') && args[at - 1] !== '-o');
	const colon = spec?.indexOf(':') ?? -1;
	if (spec === undefined || target === undefined) {
		throw new Exit(1, `usage: ${name} remotetarget dir [-rvVwfnsh] [-o nfsoptions]\n`);
	}
	if (colon <= 0) throw new Exit(1, `${name}: remote share not in 'host:dir' format\n`);
	if (process.credentials.uid !== 0) throw new Exit(1, `${name}: no permission\n`);
	const [host, path] = [spec.slice(0, colon), spec.slice(colon + 1)];
	const options = args.flatMap((word, at) => (args[at - 1] === '-o' ? word.split(',') : []));
	const found = yield* resolveHost(process, host);
	const address = found.kind === 'found' ? found.addresses[0] : undefined;
	if (address === undefined) {
		const why = found.kind === 'not-found' ? 'Name or service not known' : 'Temporary failure in name resolution';
		throw new Exit(FAILED, `${name}: Failed to resolve server ${host}: ${why}\n`);
	}
	const answer = yield* persist(process, name, address, path);
	if (answer.kind !== 'directory') {
		const reason = `mounting ${spec} failed, reason given by server: No such file or directory`;
		const denied = `access denied by server while mounting ${spec}`;
		throw new Exit(FAILED, `${name}: ${answer.kind === 'denied' ? denied : reason}\n`);
	}
	mountTree(process, name, { spec, target, address, options }, answer);
	return 0;
}

/** Tries for two minutes. */
function* persist(process: Process, name: string, address: string, path: string): Task<NfsAnswer> {
	const startedMs = process.now();
	for (;;) {
		try {
			return yield* askForDirectory(process, address, path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const late = process.now() - startedMs + PAUSE_MS > RETRY_MS;
			if (late || !TEMPORARY.includes(error.errno)) {
				throw new Exit(FAILED, `${name}: ${errorMessage(error.errno)}\n`);
			}
			yield* process.sleep(PAUSE_MS);
		}
	}
}

function mountTree(
	process: Process,
	name: string,
	what: {
		readonly spec: string;
		readonly target: string;
		readonly address: string;
		readonly options: readonly string[];
	},
	answer: Extract<NfsAnswer, { kind: 'directory' }>,
): void {
	const { spec, target, address, options } = what;
	const version = options.find((word) => /^(nfs)?vers=/.test(word))?.replace(/^.*=/, '') ?? '4.2';
	const own = process.machine
		.interfaces()
		.find(({ name: device }) => device !== 'lo')
		?.addresses[0]?.replace(/\/.*$/, '');
	const shown = `vers=${version},rsize=1048576,wsize=1048576,namlen=255,hard,proto=tcp,timeo=600,retrans=2,sec=sys,clientaddr=${own ?? '0.0.0.0'},local_lock=none,addr=${address}`;
	try {
		process.mount({
			source: spec,
			target,
			type: version.startsWith('3') ? 'nfs' : 'nfs4',
			readOnly: answer.readOnly || options.includes('ro'),
			options: shown,
			tree: answer.tree,
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const why =
			error.errno === 'ENOENT' ? `mount point ${target} does not exist` : errorMessage(error.errno).toLowerCase();
		throw new Exit(FAILED, `${name}: ${why}\n`);
	}
}

export const mountNfs = helper('mount.nfs');
export const mountNfs4 = helper('mount.nfs4');
