import type { SystemEvent } from '../../../kernel/tracing/system-event.ts';
import { errnoNumber } from './errno-numbers.ts';
import { categoryOf } from './event-categories.ts';
import { isOfUpperLayer } from './executable-layer.ts';
import { type EventView, type FieldClass, number, text, truth, typed } from './field.ts';
import { dateTime, localTime, timeOfDay } from './times.ts';

const MS = 1_000_000n;
const SECOND = 1_000n * MS;

/** "SUCCESS", or the error's name. */
function result({ result: value }: SystemEvent): string {
	return typeof value === 'number' ? 'SUCCESS' : value;
}

export function rawResult({ result: value }: SystemEvent): number {
	return typeof value === 'number' ? value : -errnoNumber(value);
}

/** The call's arguments as falco names and shows them, the result first. */
export function falcoArguments(view: EventView): readonly (readonly [string, string])[] {
	const { event } = view;
	const subject = event.subject;
	const given = event.parameters.map(([name, value]) => [name, String(value)] as const);
	switch (event.name) {
		case 'open':
		case 'openat': {
			if (subject?.kind === 'socket' || subject === undefined) return given;
			const flags = subject.flags;
			const names = [
				...(flags.truncate ? ['O_TRUNC'] : []),
				...(flags.create ? ['O_CREAT'] : []),
				...(flags.append ? ['O_APPEND'] : []),
				...(flags.exclusive ? ['O_EXCL'] : []),
				...(flags.directory ? ['O_DIRECTORY'] : []),
				flags.write ? (flags.read ? 'O_RDWR' : 'O_WRONLY') : 'O_RDONLY',
				...(subject.created ? ['O_F_CREATED'] : []),
			];
			const mode = given.find(([name]) => name === 'mode')?.[1] ?? '0';
			return [
				['fd', subject.fd < 0 ? result(event) : `${subject.fd}(<f>${subject.path})`],
				...(event.name === 'openat' ? [['dirfd', 'AT_FDCWD'] as const] : []),
				['name', subject.givenPath],
				['flags', names.join('|')],
				['mode', mode],
			];
		}
		case 'execve': {
			const [self] = view.lineage;
			const file = event.process.executableFile();
			const layer = isOfUpperLayer(view) ? 'EXE_UPPER_LAYER' : 'EXE_LOWER_LAYER';
			const isOverlay = file?.fileSystem === 'overlay' && view.containerId !== undefined;
			const flags = [...(file?.isWritable ? ['EXE_WRITABLE'] : []), ...(isOverlay ? [layer] : [])];
			return [
				['res', '0'],
				['exe', self?.exe ?? ''],
				['args', (self?.args ?? []).map((each) => `${each}.`).join('')],
				['tid', String(event.process.pid)],
				['pid', String(event.process.pid)],
				['ptid', String(view.lineage[1]?.pid ?? 0)],
				['cwd', event.process.cwd],
				['comm', event.process.name],
				['flags', flags.length === 0 ? '0' : flags.join('|')],
				['filename', event.process.executable],
			];
		}
		case 'chmod':
		case 'fchmodat':
			return [['res', String(rawResult(event))], ...given.map(modeBits)];
		case 'connect':
		case 'accept4':
		case 'sendto':
		case 'bind':
			return [
				['res', String(rawResult(event))],
				['fd', given[0]?.[1] ?? ''],
				['tuple', subject?.kind === 'socket' ? tuple(subject) : ''],
				...(event.name === 'sendto' ? [['data', given[1]?.[1] ?? ''] as const] : []),
			];
		case 'clone':
			return [['res', String(event.result)], ...given];
		default:
			return [['res', String(rawResult(event))], ...given];
	}
}

/** "S_IXUSR|S_IRUSR". */
function modeBits([name, value]: readonly [string, string]): readonly [string, string] {
	if (name !== 'mode') return [name, value];
	const mode = Number.parseInt(value, 8);
	const names = MODE_BITS.filter((_bit, index) => (mode & (1 << index)) !== 0);
	return [name, names.length === 0 ? '0' : names.join('|')];
}

/** From the lowest bit. */
const MODE_BITS =
	'S_IXOTH S_IWOTH S_IROTH S_IXGRP S_IWGRP S_IRGRP S_IXUSR S_IWUSR S_IRUSR S_ISVTX S_ISGID S_ISUID'.split(' ');

export function tuple({ local, remote }: Extract<NonNullable<SystemEvent['subject']>, { kind: 'socket' }>): string {
	const own = `${local.address}:${local.port}`;
	return remote === undefined ? own : `${own}->${remote.address}:${remote.port}`;
}

function argument(view: EventView, name: string): string | undefined {
	const all = falcoArguments(view);
	return /^\d+$/.test(name) ? all[Number(name)]?.[1] : all.find(([each]) => each === name)?.[1];
}

function opened({ event }: EventView) {
	return isOpen(event.name) && event.subject?.kind !== 'socket' ? event.subject?.flags : undefined;
}

function isOpen(name: string): boolean {
	return name === 'open' || name === 'openat';
}

function argumentsText(view: EventView): string {
	return falcoArguments(view)
		.map(([name, value]) => `${name}=${value}`)
		.join(' ');
}

export const GENERIC_EVENT_FIELDS: FieldClass = {
	name: 'evt',
	description: 'These fields can be used for all event types',
	sources: '',
	fields: [
		typed('UINT64', 'evt.num', 'How many events there were before this one.', ({ event }) => event.number),
		text('evt.time', 'Time of day of the event, with nanoseconds.', ({ event }) => timeOfDay(event.atNs, true)),
		text('evt.time.s', 'Time of day of the event, in whole seconds.', ({ event }) => timeOfDay(event.atNs, false)),
		text('evt.time.iso8601', 'Time of the event in ISO 8601, UTC, with nanoseconds.', ({ event }) =>
			localTime(event.atNs),
		),
		text('evt.datetime', 'Date and time of day of the event.', ({ event }) => dateTime(event.atNs, true)),
		text('evt.datetime.s', 'Date and time of day, without nanoseconds.', ({ event }) => dateTime(event.atNs, false)),
		typed('ABSTIME', 'evt.rawtime', 'Nanoseconds since the epoch.', ({ event }) => event.atNs),
		typed('ABSTIME', 'evt.rawtime.s', 'Whole seconds since the epoch.', ({ event }) => event.atNs / SECOND),
		typed(
			'ABSTIME',
			'evt.rawtime.ns',
			'What is left of evt.rawtime beyond seconds.',
			({ event }) => event.atNs % SECOND,
		),
		typed(
			'RELTIME',
			'evt.reltime',
			'Nanoseconds since the capture began.',
			({ event, sinceNs }) => event.atNs - sinceNs,
		),
		typed(
			'RELTIME',
			'evt.reltime.s',
			'Seconds since the capture began.',
			(view) => (view.event.atNs - view.sinceNs) / SECOND,
		),
		typed(
			'RELTIME',
			'evt.reltime.ns',
			'What is left of evt.reltime.',
			(view) => (view.event.atNs - view.sinceNs) % SECOND,
		),
		text('evt.pluginname', 'Plugin that made the event, if one did.', () => undefined),
		text('evt.plugininfo', 'What that plugin says of it.', () => undefined),
		text('evt.source', 'Where the event comes from: syscall.', () => 'syscall'),
		truth('evt.is_async', 'Whether a plugin made it on its own.', () => false),
		text('evt.asynctype', 'Kind of such an event.', () => undefined),
		text('evt.hostname', 'Name of the host.', ({ hostname }) => hostname),
	],
};

export const EVENT_FIELDS: FieldClass = {
	name: 'evt',
	description: 'Fields of system calls and tracepoints',
	sources: 'syscall',
	fields: [
		typed('RELTIME', 'evt.latency', '[DEPRECATED] Between entering and leaving the call.', () => 0n),
		typed('RELTIME', 'evt.latency.s', '[DEPRECATED] Its seconds.', () => 0n),
		typed('RELTIME', 'evt.latency.ns', '[DEPRECATED] Its nanoseconds.', () => 0n),
		text('evt.latency.human', '[DEPRECATED] For people to read.', () => '0ns'),
		typed('RELTIME', 'evt.deltatime', 'Since the event before.', () => 0n),
		text('evt.dir', "[DEPRECATED] '<': calls are told of when they are left.", () => '<'),
		text('evt.type', "The call's name, e.g. 'openat'.", ({ event }) => event.name),
		typed('BOOL', 'evt.type.is', '1 for events of the given type.', () => undefined, { argument: 'required' }),
		text('syscall.type', 'As evt.type, of system calls only.', ({ event }) => event.name),
		text('evt.category', "What kind of call it is: 'file', 'net', 'process'.", ({ event }) => categoryOf(event.name)),
		number('evt.cpu', 'The CPU that it was made on.', ({ event }) => event.process.pid % 2),
		text('evt.args', 'All arguments as one text.', argumentsText),
		text('evt.arg', 'One argument, by its name or number.', argument, { argument: 'required' }),
		text('evt.rawarg', 'One argument as it was passed.', rawArgument, { argument: 'required' }),
		text('evt.info', 'What is worth knowing of most events: the arguments.', argumentsText),
		text('evt.buffer', 'What was read or written.', (view) => argument(view, 'buf') ?? argument(view, 'data')),
		typed('UINT64', 'evt.buflen', 'How much that was.', ({ event }) => (isIo(event) ? rawResult(event) : undefined)),
		text('evt.res', "'SUCCESS', or the error as a name, e.g. 'ENOENT'.", ({ event }) => result(event)),
		number('evt.rawres', 'What the call gave, errors as negative numbers.', ({ event }) => rawResult(event)),
		truth('evt.failed', 'Whether it gave an error.', ({ event }) => typeof event.result !== 'number'),
		truth('evt.is_io', 'Whether it reads or writes.', ({ event }) => isIo(event)),
		truth('evt.is_io_read', 'Whether it reads.', ({ event }) => /^(read|recv)/.test(event.name)),
		truth('evt.is_io_write', 'Whether it writes.', ({ event }) => /^(write|send)/.test(event.name)),
		text('evt.io_dir', "'r' or 'w'.", ({ event }) =>
			isIo(event) ? (/^(read|recv)/.test(event.name) ? 'r' : 'w') : undefined,
		),
		truth('evt.is_wait', 'Whether it makes its process wait.', () => false),
		truth('evt.is_syslog', 'Whether it writes to /dev/log.', () => false),
		typed('UINT64', 'evt.count', '1, to be added up.', () => 1),
		text(
			'evt.abspath',
			'Absolute path of the arguments of mkdir, rmdir, unlink, rename, link, symlink, chmod.',
			absolutePath,
			{
				argument: 'optional',
			},
		),
		truth(
			'evt.is_open_read',
			'Whether a file was opened for reading.',
			(view) => opened(view) && opened(view)?.read === true,
		),
		truth(
			'evt.is_open_write',
			'Whether a file was opened for writing.',
			(view) => opened(view) && opened(view)?.write === true,
		),
		truth(
			'evt.is_open_exec',
			'Whether a file was created that may be executed.',
			(view) => opened(view) && /[1357]/.test((argument(view, 'mode') ?? '').slice(1)) && isCreated(view),
		),
		truth('evt.is_open_create', 'Whether the file was made by it.', (view) => opened(view) && isCreated(view)),
	],
};

function isCreated({ event: { subject } }: EventView): boolean {
	return subject !== undefined && subject.kind !== 'socket' && subject.created;
}

function isIo({ name }: SystemEvent): boolean {
	return /^(read|write|send|recv)/.test(name);
}

function rawArgument(view: EventView, name: string): string | undefined {
	const found = view.event.parameters.find(([each]) => each === name)?.[1];
	return found === undefined ? argument(view, name) : String(found);
}

function absolutePath({ event }: EventView, which: string): string | undefined {
	const wanted = which === 'src' ? ['oldpath', 'target'] : which === 'dst' ? ['newpath', 'linkpath'] : PATHS;
	const path = event.parameters.find(([name]) => wanted.includes(name))?.[1];
	if (typeof path !== 'string') return undefined;
	const { cwd } = event.process;
	return path.startsWith('/') ? path : `${cwd === '/' ? '' : cwd}/${path}`;
}

const PATHS = ['path', 'name', 'filename', 'pathname', 'linkpath', 'newpath'];
