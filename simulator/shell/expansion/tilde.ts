import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { decodeBytes } from '../text.ts';

/** What `~user` stands for; undefined when there is no such user. '' is the shell's own user. */
export function homeOf(shell: Shell, user: string): string | undefined {
	switch (user) {
		case '':
			return shell.variables.get('HOME') ?? userEntries(shell).find((entry) => entry.uid === ownUid(shell))?.home;
		case '+':
			return shell.variables.get('PWD');
		case '-':
			return shell.variables.get('OLDPWD');
		default: {
			if (/^[+-]?\d+$/.test(user)) return directoryAt(shell, user);
			return userEntries(shell).find((entry) => entry.name === user)?.home;
		}
	}
}

function directoryAt(shell: Shell, position: string): string | undefined {
	const stack = [shell.process.cwd, ...shell.directoryStack];
	const index = Number(position.replace(/^\+/, ''));
	return position.startsWith('-') ? stack.at(index - 1) : stack[index];
}

function ownUid(shell: Shell): number {
	return shell.process.credentials.uid;
}

export interface UserEntry {
	readonly name: string;
	readonly uid: number;
	readonly gid: number;
	readonly home: string;
	readonly shell: string;
}

/** /etc/passwd; empty when it cannot be read. */
export function userEntries(shell: Shell): UserEntry[] {
	const out: UserEntry[] = [];
	for (const line of readSmallFile(shell, '/etc/passwd').split('\n')) {
		const [name, , uid, gid, , home, loginShell] = line.split(':');
		if (name === undefined || name === '' || home === undefined) continue;
		out.push({ name, uid: Number(uid), gid: Number(gid), home, shell: loginShell ?? '' });
	}
	return out;
}

/** Differs: bash and its library read files of accounts of any size. */
const SMALL_FILE_BYTES = 128 * 1024;

/** The whole text of a regular file, which never waits; '' when it cannot be read. */
export function readSmallFile(shell: Shell, path: string): string {
	try {
		const { type, size } = shell.process.stat(path);
		if (type !== 'file' || size > SMALL_FILE_BYTES) return '';
		return withoutPauses(readAll(shell, path));
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}

/** A regular file never has to be waited for, but the end of a time slice may fall here: the next call pauses instead. */
function withoutPauses(task: Task<string>): string {
	for (let steps = 0; steps < PAUSES_MAX; steps++) {
		const next = task.next();
		if (next.done) return next.value;
	}
	return '';
}

/** Slices that reading a small file may use up; a process that has stopped itself never gets through. */
const PAUSES_MAX = 1_000;

function* readAll(shell: Shell, path: string): Task<string> {
	const fd = yield* shell.process.open(path, { read: true });
	let out = '';
	for (;;) {
		const piece = yield* shell.process.read(fd, 65536);
		if (piece.length === 0) break;
		out += decodeBytes(piece);
	}
	shell.process.close(fd);
	return out;
}
