import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { findInPath } from './find-in-path.ts';
import { readWholeFile } from './read-file.ts';

/**
 * `gosu USER COMMAND…`: becomes the user and then the command; what entry points that begin as root step down with.
 * Models tianon/gosu main.go and setup-user.go.
 */
export const gosu: Program = function* gosu(process): Task<number> {
	const [, name, ...command] = process.argv;
	if (name === undefined || command.length === 0) {
		yield* process.write(1, encodeUtf8('Usage: gosu user-spec command [args]\n'));
		return 1;
	}
	const fail = (why: string): Task<void> => process.write(2, encodeUtf8(`error: ${why}\n`));
	const account = yield* accountOf(process, name);
	if (account === undefined) {
		yield* fail(`failed switching to "${name}": unable to find user ${name}: no matching entries in passwd file`);
		return 1;
	}
	try {
		process.setCredentials({ uid: account.uid, gid: account.gid, groups: [account.gid] });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* fail(`failed switching to "${name}": operation not permitted`);
		return 1;
	}
	const [first = ''] = command;
	const path = findInPath(process, first);
	if (path === undefined) {
		yield* fail(`exec: "${first}": executable file not found in $PATH`);
		return 1;
	}
	return yield* process.exec(path, command, new Map([...process.env, ['HOME', account.home]]));
};

interface Account {
	readonly uid: number;
	readonly gid: number;
	readonly home: string;
}

/** "redis", "999", "redis:redis" of /etc/passwd; the group of a pair is left to the account. */
function* accountOf(process: Process, spec: string): Task<Account | undefined> {
	const [name = ''] = spec.split(':');
	const lines = decodeUtf8(yield* readWholeFile(process, '/etc/passwd')).split('\n');
	for (const line of lines) {
		const [login, , uid, gid, , home = '/'] = line.split(':');
		if (login === name || uid === name) return { uid: Number(uid), gid: Number(gid), home };
	}
	const uid = Number(name);
	return Number.isInteger(uid) ? { uid, gid: uid, home: '/' } : undefined;
}
