import type { Endpoint, EventSubject } from '../../../kernel/tracing/system-event.ts';
import { tuple } from './event-fields.ts';
import { type EventView, type Field, type FieldClass, number, text, truth, typed, type Value } from './field.ts';

type Socket = Extract<EventSubject, { kind: 'socket' }>;
type File = Exclude<EventSubject, { kind: 'socket' }>;

function socket({ event: { subject } }: EventView): Socket | undefined {
	return subject?.kind === 'socket' ? subject : undefined;
}

function file({ event: { subject } }: EventView): File | undefined {
	return subject === undefined || subject.kind === 'socket' ? undefined : subject;
}

function client(view: EventView): Endpoint | undefined {
	const found = socket(view);
	return found?.role === 'server' ? found.remote : found?.role === 'client' ? found.local : undefined;
}

function server(view: EventView): Endpoint | undefined {
	const found = socket(view);
	return found?.role === 'client' ? found.remote : found?.local;
}

function both(view: EventView, of: 'address' | 'port'): Value {
	const ends = [client(view), server(view)].filter((each) => each !== undefined);
	return ends.length === 0 ? undefined : ends.map((each) => String(each[of]));
}

/** Address, port, network and name of one end: "fd.sip", "fd.sport", … */
function ofEnd(letter: string, what: string, end: (view: EventView) => Endpoint | undefined): readonly Field[] {
	return [
		typed('IPADDR', `fd.${letter}ip`, `Address of the ${what}.`, (view) => end(view)?.address),
		typed('PORT', `fd.${letter}port`, `Port of the ${what}.`, (view) => end(view)?.port),
		text(`fd.${letter}proto`, `What that port is usually for.`, (view) => {
			const port = end(view)?.port;
			return port === undefined ? undefined : (SERVICES.get(port) ?? String(port));
		}),
		typed('IPNET', `fd.${letter}net`, `Network of the ${what}, for comparisons.`, (view) => end(view)?.address),
		text(`fd.${letter}ip.name`, `Name of the ${what}, where it is known.`, (view) => {
			const names = view.hostNames(end(view)?.address ?? '');
			return names?.length === 1 ? names[0] : names;
		}),
	];
}

const SERVICES: ReadonlyMap<number, string> = new Map([
	[22, 'ssh'],
	[53, 'domain'],
	[80, 'http'],
	[443, 'https'],
	[3306, 'mysql'],
	[5432, 'postgresql'],
	[8080, 'http-alt'],
]);

/** "/etc/shadow" of "/etc". A directory's name has a slash at its end nowhere. */
function directory(path: string | undefined): string | undefined {
	if (path === undefined || !path.startsWith('/')) return undefined;
	return path.slice(0, path.lastIndexOf('/')) || '/';
}

export const DESCRIPTOR_FIELDS: FieldClass = {
	name: 'fd',
	description: 'What is open that the call is about',
	sources: 'syscall',
	fields: [
		number('fd.num', 'The descriptor; -1 when the call failed.', ({ event }) => event.subject?.fd),
		text('fd.type', "'file', 'directory', 'ipv4'.", (view) => (socket(view) ? 'ipv4' : file(view)?.kind)),
		text('fd.typechar', "'f', 'd', '4'.", (view) => (socket(view) ? '4' : file(view)?.kind.charAt(0))),
		text('fd.name', 'Path of a file, both ends of a connection.', (view) => {
			const found = socket(view);
			return found === undefined ? file(view)?.path : tuple(found);
		}),
		text('fd.directory', "The file's directory.", (view) => directory(file(view)?.path)),
		text('fd.filename', 'The file without its directory.', (view) => file(view)?.path.replace(/^.*\//, '')),
		typed('IPADDR', 'fd.ip', 'Either address, for comparisons.', (view) => both(view, 'address')),
		...ofEnd('c', 'client', client),
		...ofEnd('s', 'server', server),
		...ofEnd('l', 'local end', (view) => socket(view)?.local),
		...ofEnd('r', 'remote end', (view) => socket(view)?.remote),
		typed('PORT', 'fd.port', 'Either port, for comparisons.', (view) => both(view, 'port')),
		typed('IPNET', 'fd.net', 'Network of either end, for comparisons.', (view) => both(view, 'address')),
		text('fd.l4proto', "'tcp', 'udp', 'icmp'.", (view) => socket(view)?.protocol),
		text('fd.sockfamily', "'ip' or 'unix'.", (view) => (socket(view) ? 'ip' : undefined)),
		truth('fd.is_server', 'Whether the process is the server of the connection.', (view) => {
			const found = socket(view);
			return found && found.role !== 'client';
		}),
		text('fd.uid', 'Number of process and descriptor together.', ({ event }) =>
			event.subject === undefined ? undefined : `${event.process.pid}${event.subject.fd}`,
		),
		text('fd.containername', "The container's id and fd.name.", (view) => {
			const found = socket(view);
			const name = found === undefined ? file(view)?.path : tuple(found);
			return name === undefined ? undefined : `${view.containerId?.slice(0, 12) ?? 'host'}:${name}`;
		}),
		text('fd.containerdirectory', "The container's id and fd.directory.", (view) => {
			const name = directory(file(view)?.path);
			return name === undefined ? undefined : `${view.containerId?.slice(0, 12) ?? 'host'}:${name}`;
		}),
		truth(
			'fd.connected',
			'Whether a socket is connected.',
			(view) => socket(view) && socket(view)?.remote !== undefined,
		),
		truth(
			'fd.name_changed',
			'Whether the call has changed where a datagram socket sends to.',
			(view) => socket(view) && view.event.name === 'sendto',
		),
		number('fd.ino', 'Inode of the file.', () => undefined),
		text('fd.nameraw', 'Path of the file as it was given.', (view) => file(view)?.givenPath),
		text('fd.types', 'Types of all that it has open.', (view) => (socket(view) ? 'ipv4' : file(view)?.kind), {
			isList: true,
			argument: 'optional',
		}),
		truth('fd.is_upper_layer', "Whether the file is not of the container's image.", () => undefined),
		truth('fd.is_lower_layer', "Whether the file is of the container's image.", () => undefined),
	],
};

/** Which parameters hold what in calls that change names. */
function path(view: EventView, names: readonly string[], raw: boolean): string | undefined {
	const { parameters, process, subject, name: call } = view.event;
	if (/^open(at)?$/.test(call) && subject !== undefined && subject.kind !== 'socket' && names.includes('name')) {
		return raw ? subject.givenPath : subject.path;
	}
	const found = parameters.find(([name]) => names.includes(name))?.[1];
	if (typeof found !== 'string') return undefined;
	return raw || found.startsWith('/') ? found : `${process.cwd === '/' ? '' : process.cwd}/${found}`;
}

const NAME = ['path', 'name', 'filename', 'pathname', 'dir'];
const SOURCE = ['oldpath', 'linkpath', 'dev'];
const TARGET = ['newpath', 'target'];

export const PATH_FIELDS: FieldClass = {
	name: 'fs.path',
	description: 'Every path that a call names, links not resolved',
	sources: 'syscall',
	fields: [
		text('fs.path.name', 'The path of calls that have one.', (view) => path(view, NAME, false)),
		text('fs.path.nameraw', 'That path as it was given.', (view) => path(view, NAME, true)),
		text('fs.path.source', 'The source of calls that have two.', (view) => path(view, SOURCE, false)),
		text('fs.path.sourceraw', 'The source as it was given.', (view) => path(view, SOURCE, true)),
		text('fs.path.target', 'The target of calls that have two.', (view) => path(view, TARGET, false)),
		text('fs.path.targetraw', 'The target as it was given.', (view) => path(view, TARGET, true)),
	],
};
