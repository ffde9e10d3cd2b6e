import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import { reasonOf } from '../launch.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { readAccountFiles } from './account-files.ts';
import { ask } from './ask-password.ts';
import { isPassword } from './password-hash.ts';

/** A shell, or one command, in another group of one's own. Models shadow-utils 4.13, src/newgrp.c. */
function inGroup(name: 'newgrp' | 'sg', size: number): Command {
	return unixCommand({ name, paths: [`/usr/bin/${name}`], size, main: (run) => enter(run, name) });
}

function* enter({ process, args }: UnixRun, name: 'newgrp' | 'sg'): Task<number> {
	const words = args.filter((word) => word !== '-' && word !== '-l');
	const isLogin = words.length < args.length;
	const [group, ...rest] = words;
	const command = rest[0] === '-c' ? rest[1] : rest[0];
	if (group?.startsWith('-') || (name === 'sg' && group === undefined)) {
		throw new Exit(1, name === 'sg' ? 'Usage: sg group [[-c] command]\n' : 'Usage: newgrp [-] [group]\n');
	}
	const files = yield* readAccountFiles(process);
	const { uid, realUid = uid, groups = [] } = process.credentials;
	const user = files.users.find((each) => each.uid === realUid);
	const found =
		group === undefined
			? files.groups.find(({ gid }) => gid === user?.gid)
			: files.groups.find((each) => each.name === group);
	if (found === undefined) throw new Exit(1, `${name}: group '${group}' does not exist\n`);
	const isMember = found.members.includes(user?.name ?? '') || user?.gid === found.gid || realUid === 0;
	if (!isMember) {
		const hash = files.groupShadow.find(([each]) => each === found.name)?.[1] ?? '!';
		yield* requirePassword(process, name, hash);
	}
	const shell = user?.shell === undefined || user.shell === '' ? '/bin/sh' : user.shell;
	const base = shell.slice(shell.lastIndexOf('/') + 1);
	process.setCredentials({
		uid: realUid,
		gid: found.gid,
		groups: [...new Set([...groups, found.gid])].sort((a, b) => a - b),
		realUid,
	});
	const argv = [isLogin ? `-${base}` : base, ...(name === 'sg' && command !== undefined ? ['-c', command] : [])];
	try {
		return yield* process.exec(name === 'sg' && command !== undefined ? '/bin/sh' : shell, argv, process.env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(error.errno === 'ENOENT' ? 127 : 126, `${shell}: ${reasonOf(error)}\n`);
	}
}

/** Who does not belong to a group must know its password. Throws Exit. */
function* requirePassword(process: Process, name: string, hash: string): Task<void> {
	if (hash === '') return;
	const typed = yield* ask(process, 'Password: ');
	if (typed === undefined || /^[!*]/.test(hash) || !(yield* isPassword(process, typed, hash))) {
		yield* process.sleep(1_000);
		throw new Exit(1, `${name === 'newgrp' ? '' : ''}Invalid password.\n`);
	}
}

export const newgrp = inGroup('newgrp', 40_664);
export const sg = inGroup('sg', 40_664);
