import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { resolveHost, textOf } from '../../kernel/resolve-host.ts';
import { askForExports, readExports, serveNfs } from '../../kernel/serving/nfs.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Exit, unixCommand } from '../unix-command.ts';

/** What is exported now; exportfs(8) writes it. */
const TABLE = '/var/lib/nfs/etab';
const EXPORTS = '/etc/exports';

function* writeTable(process: Process): Task<void> {
	const text = yield* textOf(process, EXPORTS);
	for (const folder of ['/var/lib/nfs']) if (!process.access(folder, {})) process.mkdir(folder, 0o755);
	const fd = yield* process.open(TABLE, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

/** Differs: a process, where life has threads of the kernel. */
export const nfsd = unixCommand({
	name: 'rpc.nfsd',
	paths: ['/usr/sbin/rpc.nfsd'],
	size: 39_256,
	*main({ process }) {
		yield* writeTable(process);
		const group = new TaskGroup();
		try {
			serveNfs(process, group, () => exported(process));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Exit(1, `rpc.nfsd: unable to bind AF_INET TCP socket: errno 98 (${errorMessage(error.errno)})\n`);
		}
		process.onSignal('TERM', 'catch');
		return yield* group.run(process, () => 0);
	},
});

function* exported(process: Process) {
	return readExports(yield* textOf(process, TABLE));
}

/** Differs: options of exports are shown as they were written. */
export const exportfs = unixCommand({
	name: 'exportfs',
	paths: ['/usr/sbin/exportfs'],
	size: 80_464,
	*main({ process, args, out, say }) {
		const letters = args.filter((word) => /^-[a-z]+$/.test(word)).join('');
		if (/[ra]/.test(letters) && !letters.includes('u')) {
			for (const { path } of readExports(yield* textOf(process, EXPORTS))) {
				if (!process.access(path, {})) yield* say(`exportfs: Failed to stat ${path}: No such file or directory\n`);
			}
			yield* writeTable(process);
			if (!letters.includes('v')) return 0;
		}
		for (const { path, clients } of readExports(yield* textOf(process, TABLE))) {
			for (const { pattern, readOnly } of clients) {
				const who = pattern === '*' ? '<world>' : pattern;
				const options = letters.includes('v')
					? `(sync,wdelay,hide,no_subtree_check,sec=sys,${readOnly ? 'ro' : 'rw'},secure,root_squash,no_all_squash)`
					: '';
				yield* out.write(`${path.padEnd(14)}\t${who}${options}\n`);
			}
		}
		return 0;
	},
});

export const showmount = unixCommand({
	name: 'showmount',
	paths: ['/usr/sbin/showmount'],
	size: 35_184,
	*main({ process, args, out }) {
		const host = args.find((word) => !word.startsWith('-')) ?? process.hostname;
		const found = yield* resolveHost(process, host);
		const address = found.kind === 'found' ? found.addresses[0] : undefined;
		if (address === undefined) throw new Exit(1, `clnt_create: RPC: Unknown host\n`);
		try {
			const list = yield* askForExports(process, address);
			yield* out.write(`Export list for ${host}:\n${list}`);
			return 0;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Exit(1, `clnt_create: RPC: Unable to receive\n`);
		}
	},
});
