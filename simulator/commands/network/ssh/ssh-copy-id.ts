import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { launch, reasonOf, shellStatus, waitFor } from '../../launch.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../../options.ts';
import { readAll, readFile } from '../../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';

const NAME = '/usr/bin/ssh-copy-id';
const USAGE = `Usage: ${NAME} [-h|-?|-f|-n|-s] [-i [identity_file]] [-p port] [-F alternative ssh_config file] [[-o <ssh -o options>] ...] [user@]hostname
	-f: force mode -- copy keys without trying to check if they are already installed
	-n: dry run    -- no keys are actually copied
	-s: use sftp   -- use sftp instead of executing remote-commands. Can be useful if the remote only allows sftp
	-h|-?: print this help
`;
const TABLE = {
	identity: withValue('i'),
	option: withValue('o'),
	port: withValue('p'),
	config: withValue('F'),
	force: flag('f'),
	dryRun: flag('n'),
	help: flag('h', '?'),
} as const;

/** Appends a key to the authorized keys of a host, over ssh. Models OpenSSH contrib/ssh-copy-id. Differs: no sftp. */
export const sshCopyId = unixCommand({
	name: 'ssh-copy-id',
	paths: [NAME],
	size: 13_279,
	*main(run) {
		let options: ParsedOptions<typeof TABLE>;
		try {
			options = parseOptions(run.args, TABLE, true);
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Exit(1, USAGE);
		}
		const { values, given, operands } = options;
		const [target] = operands;
		if (values.help || target === undefined) throw new Exit(1, USAGE);
		if (operands.length > 1) {
			throw new Exit(
				1,
				`${NAME}: ERROR: Too many arguments.  Expecting a target hostname, got: ${operands.join(' ')}\n\n${USAGE}`,
			);
		}
		const file = publicFile(run.process, values.identity);
		yield* readable(run.process, [file, ...(values.force ? [] : [file.replace(/\.pub$/, '')])]);
		yield* run.say(`${NAME}: INFO: Source of key(s) to be installed: "${file}"\n`);
		const letters = { option: '-o', port: '-p', config: '-F' } as const;
		const words = given.flatMap(({ key, value = '' }) =>
			key === 'option' || key === 'port' || key === 'config' ? [letters[key], value] : [],
		);
		const keys = decodeUtf8(yield* readFile(run.process, file));
		if (!values.force && !(yield* isNew(run, [...words, target], file.replace(/\.pub$/, '')))) return 0;
		if (!values.dryRun) yield* install(run, [...words, target], keys);
		const count = keys.split('\n').filter((line) => line !== '').length;
		const login = [...words, target].map((word) => (word.startsWith('-') ? word : `'${word}'`)).join(' ');
		yield* run.out.write(
			values.dryRun
				? `=-=-=-=-=-=-=-=\nWould have added the following key(s):\n\n${keys.trimEnd()}\n=-=-=-=-=-=-=-=\n`
				: `\nNumber of key(s) added: ${count}\n\nNow try logging into the machine, with:   "ssh ${login}"\nand check to make sure that only the key(s) you wanted were added.\n\n`,
		);
		return 0;
	},
});

function publicFile(process: Process, identity: string | undefined): string {
	if (identity !== undefined) return identity.endsWith('.pub') ? identity : `${identity}.pub`;
	const folder = `${process.env.get('HOME') ?? '/root'}/.ssh`;
	const names = process.access(folder, {}) ? process.readdir(folder) : [];
	const [newest] = names
		.filter((name) => /^id.*\.pub$/.test(name) && !name.endsWith('-cert.pub'))
		.map((name) => ({ path: `${folder}/${name}`, mtimeMs: process.stat(`${folder}/${name}`).mtimeMs }))
		.sort((a, b) => b.mtimeMs - a.mtimeMs || (a.path < b.path ? -1 : 1));
	if (newest === undefined) throw new Exit(1, `${NAME}: ERROR: No identities found\n`);
	return newest.path;
}

function* readable(process: Process, files: readonly string[]): Task<void> {
	for (const file of files) {
		try {
			process.close(yield* process.open(file, { read: true }));
		} catch (error) {
			const hint = file.endsWith('.pub')
				? ''
				: `(to install the contents of '${file}.pub' anyway, look at the -f option)\n`;
			throw new Exit(1, `\n${NAME}: ERROR: failed to open ID file '${file}': ${reasonOf(error)}\n${hint}`);
		}
	}
}

/** Whether the host does not know the key yet: nobody gets in with it. */
function* isNew(run: UnixRun, target: readonly string[], identity: string): Task<boolean> {
	yield* run.say(
		`${NAME}: INFO: attempting to log in with the new key(s), to filter out any that are already installed\n`,
	);
	const { status, text } = yield* ssh(run.process, ['-i', identity, '-o', 'LogLevel=INFO', ...target, 'exit']);
	if (status === 0) {
		yield* run.say(
			`\n${NAME}: WARNING: All keys were skipped because they already exist on the remote system.\n\t\t(if you think this is a mistake, you may want to use -f option)\n\n`,
		);
		return false;
	}
	if (!text.includes('Permission denied')) {
		throw new Exit(1, `\n${NAME}: ${text.trimEnd().replace(/^/gm, 'ERROR: ')}\n\n`);
	}
	yield* run.say(
		`${NAME}: INFO: 1 key(s) remain to be installed -- if you are prompted now it is to install the new keys\n`,
	);
	return true;
}

/** With nothing to read; what it says comes back. */
function* ssh(process: Process, args: readonly string[]): Task<{ readonly status: number; readonly text: string }> {
	const nothing = yield* process.open('/dev/null', { read: true });
	const [from, to] = process.pipe();
	const fds = new Map([[0, nothing] as const, [1, to] as const, [2, to] as const]);
	const pid = launch(process, ['ssh', ...args], { fds });
	process.close(nothing);
	process.close(to);
	const text = decodeUtf8(yield* readAll(process, from));
	process.close(from);
	return { status: shellStatus(yield* waitFor(process, pid)), text };
}

const INSTALL =
	"exec sh -c 'cd; umask 077; mkdir -p .ssh && { [ -z `tail -1c .ssh/authorized_keys 2>/dev/null` ] || echo >> .ssh/authorized_keys || exit 1; } && cat >> .ssh/authorized_keys || exit 1;'";

function* install({ process }: UnixRun, target: readonly string[], keys: string): Task<void> {
	const [from, to] = process.pipe();
	const fds = new Map([[0, from] as const, [1, 1] as const, [2, 2] as const]);
	const pid = launch(process, ['ssh', ...target, INSTALL], { fds });
	process.close(from);
	yield* process.write(to, encodeUtf8(`${keys.trimEnd()}\n`));
	process.close(to);
	if (shellStatus(yield* waitFor(process, pid)) !== 0) throw new Exit(1);
}
