import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { loginSessions } from '../coreutils/who.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { LineReader, readAll } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import { UTIL_LINUX } from './version.ts';

const WIDTH = 79;
const GROUP_WRITE = 0o020;

const WALL_OPTIONS = {
	group: withValue('g', 'group'),
	bare: flag('n', 'nobanner'),
	timeout: withValue('t', 'timeout'),
} as const;

/** To all who are logged in. Models term-utils/wall.c. */
export const wall = gnuCommand({
	name: 'wall',
	paths: ['/usr/bin/wall'],
	size: 22_912,
	version: `wall from ${UTIL_LINUX}`,
	help: `
Usage:
 wall [options] [<file> | <message>]

Write a message to all users.

Options:
 -g, --group <group>     only send message to group
 -n, --nobanner          do not print banner, works only for root
 -t, --timeout <timeout> write timeout in seconds

 -h, --help              display this help
 -V, --version           display version

For more details see wall(1).
`,
	options: WALL_OPTIONS,
	*main(run) {
		const { process, values } = run;
		const { users, gids, memberships, homes } = yield* readAccounts(process);
		const group = values.group === undefined ? undefined : (gids.get(values.group) ?? Number(values.group));
		if (group !== undefined && Number.isNaN(group)) throw new Fatal(`invalid group argument: '${values.group}'`);
		if (values.timeout !== undefined && !/^[1-9]\d*$/.test(values.timeout)) {
			throw new Fatal(`invalid timeout argument: '${values.timeout}'`);
		}
		const isBare = values.bare && process.credentials.uid === 0;
		if (values.bare && !isBare) yield* run.complain('--nobanner is available only for root');
		const sender = users.get(process.credentials.uid) ?? String(process.credentials.uid);
		const banner = isBare ? '' : bannerOf(process, sender);
		const message = banner + framed(yield* messageOf(run), !isBare);
		for (const { uid, tty } of loginSessions(process)) {
			const name = users.get(uid) ?? '';
			const groups = [homes.get(name)?.gid, ...(memberships.get(name) ?? [])];
			if (group !== undefined && !groups.includes(group)) continue;
			yield* writeTo(process, `/dev/${tty}`, message);
		}
		return 0;
	},
});

function* messageOf({ operands, process }: Run<typeof WALL_OPTIONS>): Task<string> {
	const [path] = operands;
	if (path === undefined) return decodeUtf8(yield* readAll(process, 0));
	if (operands.length > 1 || !process.access(path, {})) return `${operands.join(' ')}\n`;
	if (process.credentials.uid !== 0) throw new Fatal(`will not read ${path} - use stdin.`);
	try {
		const fd = yield* process.open(path, { read: true });
		return decodeUtf8(yield* readAll(process, fd));
	} catch (error) {
		throw new Fatal(`cannot open ${path}: ${reasonOf(error)}`);
	}
}

function bannerOf(process: Process, sender: string): string {
	const tty = process.ttyName(2) ?? 'somewhere';
	const at = strftime('%a %b %e %H:%M:%S %Y', process.now());
	const line = `Broadcast message from ${sender}@${process.hostname} (${tty.replace(/^\/dev\//, '')}) (${at}):`;
	return `\r${' '.repeat(WIDTH)}\r\n\u0007\u0007${line}\r\n`;
}

/** Lines as terminals want them: nothing that controls them, and none too long. */
function framed(text: string, hasBanner: boolean): string {
	const lines = text
		.replace(/\n$/, '')
		.split('\n')
		.flatMap((line) => line.match(new RegExp(`.{1,${WIDTH}}`, 'gu')) ?? [''])
		.map((line) =>
			[...line]
				.map((sign) => (sign < ' ' && sign !== '\t' ? `^${String.fromCharCode(sign.charCodeAt(0) + 64)}` : sign))
				.join(''),
		);
	const empty = ' '.repeat(WIDTH);
	const body = lines.map((line) => `${line.padEnd(WIDTH)}\r\n`).join('');
	return hasBanner ? `${empty}\r\n${body}${empty}\r\n` : body;
}

/** Whoever cannot be written to hears nothing. */
function* writeTo(process: Process, path: string, text: string): Task<void> {
	try {
		const fd = yield* process.open(path, { write: true });
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

/** To one who is logged in. Models term-utils/write.c. */
export const write = gnuCommand({
	name: 'write',
	paths: ['/usr/bin/write'],
	size: 18_816,
	version: `write from ${UTIL_LINUX}`,
	help: `
Usage:
 write [options] <user> [<ttyname>]

Send a message to another user.

Options:
 -h, --help     display this help
 -V, --version  display version

For more details see write(1).
`,
	options: {},
	*main({ operands, process }) {
		const [user, wanted] = operands;
		if (user === undefined || operands.length > 2) throw new Fatal('', 1);
		const { users, uids } = yield* readAccounts(process);
		const uid = uids.get(user);
		const own = process.ttyName(0)?.replace(/^\/dev\//, '');
		const theirs = loginSessions(process).filter((each) => each.uid === uid);
		const tty = wanted?.replace(/^\/dev\//, '') ?? theirs.find((each) => each.tty !== own)?.tty ?? theirs[0]?.tty;
		if (tty === undefined) throw new Fatal(`${user} is not logged in`);
		if (!theirs.some((each) => each.tty === tty)) throw new Fatal(`${user} is not logged in on ${tty}`);
		const path = `/dev/${tty}`;
		if (process.credentials.uid !== 0 && (process.stat(path).mode & GROUP_WRITE) === 0) {
			throw new Fatal(`${user} has messages disabled${wanted === undefined ? '' : ` on ${tty}`}`);
		}
		const sender = users.get(process.credentials.uid) ?? String(process.credentials.uid);
		const at = strftime('%H:%M', process.now());
		const head = `\r\n\u0007\u0007\u0007Message from ${sender}@${process.hostname} on ${own ?? '<no tty>'} at ${at} ...\r\n`;
		yield* writeTo(process, path, head);
		const reader = new LineReader(process, 0);
		for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
			yield* writeTo(process, path, `${line}\r\n`);
		}
		yield* writeTo(process, path, 'EOF\r\n');
		return 0;
	},
});
