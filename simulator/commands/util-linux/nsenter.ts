import { errorMessage } from '../../kernel/error-message.ts';
import { type NamespaceKind, type Process, SystemError } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import type { Task } from '../../machinery/task.ts';
import { become, launch } from '../launch.ts';
import { flag, mayHaveValue, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const OPTIONS = {
	all: flag('a', 'all'),
	target: withValue('t', 'target'),
	mount: mayHaveValue('m', 'mount'),
	uts: mayHaveValue('u', 'uts'),
	ipc: mayHaveValue('i', 'ipc'),
	net: mayHaveValue('n', 'net'),
	pid: mayHaveValue('p', 'pid'),
	cgroup: mayHaveValue('C', 'cgroup'),
	user: mayHaveValue('U', 'user'),
	time: mayHaveValue('T', 'time'),
	setuid: withValue('S', 'setuid'),
	setgid: withValue('G', 'setgid'),
	preserve: flag('preserve-credentials'),
	root: mayHaveValue('r', 'root'),
	workingDirectory: mayHaveValue('w', 'wd'),
	noFork: flag('F', 'no-fork'),
	version: flag('V', 'version'),
	help: flag('h', 'help'),
} as const;

/** util-linux's. Differs: of namespaces only networks can be named by their files, and there are those of mounts, hosts, networks and processes only. */
export const nsenter = unixCommand({
	name: 'nsenter',
	paths: ['/usr/bin/nsenter'],
	size: 31_096,
	*main({ process, args, out }) {
		const { values, operands } = parsed(args);
		if (values.version) {
			yield* out.write('nsenter from util-linux 2.39.3\n');
			return 0;
		}
		const all = values.all === true;
		const asked: readonly (readonly [NamespaceKind, unknown])[] = [
			['mnt', values.mount],
			['uts', values.uts],
			['net', values.net],
			['pid', values.pid],
		];
		const kinds = asked.filter(([, given]) => all || given !== undefined).map(([kind]) => kind);
		const file = typeof values.net === 'string' && values.net !== '' ? values.net : undefined;
		if (file !== undefined) enterFile(process, file);
		if (values.target === undefined) {
			if (kinds.some((kind) => kind !== 'net' || file === undefined))
				throw new Exit(1, 'nsenter: no target PID specified\n');
		} else join(process, values.target, file === undefined ? kinds : kinds.filter((kind) => kind !== 'net'));
		const argv = operands.length > 0 ? operands : [process.env.get('SHELL') ?? '/bin/sh'];
		try {
			if (kinds.includes('pid') && values.noFork !== true) return yield* runChild(process, argv);
			return yield* become(process, argv, process.env);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why = errorMessage(error.errno);
			throw new Exit(error.errno === 'ENOENT' ? 127 : 126, `nsenter: failed to execute ${argv[0]}: ${why}\n`);
		}
	},
});

/** The network namespace that a file stands for. */
function enterFile(process: Process, path: string): void {
	const [, pid] = /^\/proc\/(\d+)\/ns\/net$/.exec(path) ?? [];
	if (pid !== undefined) {
		join(process, pid, ['net']);
		return;
	}
	const [, name] = /^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(path) ?? [];
	try {
		if (name === undefined) throw new SystemError('ENOENT');
		process.machine.netlink.enter(name);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const why = errorMessage(error.errno);
		const what = error.errno === 'EPERM' ? 'reassociate to namespaces failed' : `cannot open ${path}`;
		throw new Exit(1, `nsenter: ${what}: ${why}\n`);
	}
}

function join(process: Process, target: string, kinds: readonly NamespaceKind[]): void {
	const [first = 'mnt'] = kinds;
	if (!/^\d+$/.test(target)) throw new Exit(1, `nsenter: failed to parse pid: '${target}'\n`);
	try {
		process.joinNamespaces(Number(target), kinds);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const why = errorMessage(error.errno);
		throw new Exit(
			1,
			error.errno === 'ENOENT'
				? `nsenter: cannot open /proc/${target}/ns/${first}: ${why}\n`
				: `nsenter: reassociate to namespaces failed: ${why}\n`,
		);
	}
}

/** Only a child has a number in another process namespace. */
function* runChild(process: Process, argv: readonly string[]): Task<number> {
	launch(process, argv);
	const result = yield* process.wait(-1);
	if (result?.kind === 'signaled') return 128 + SIGNAL_NUMBERS[result.signal];
	return result?.kind === 'exited' ? result.status : 0;
}

function parsed(args: readonly string[]) {
	try {
		return parseOptions(args, OPTIONS, true);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `nsenter: ${error.message}\nTry 'nsenter --help' for more information.\n`);
	}
}
