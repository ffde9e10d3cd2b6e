import type { LocalSocketInfo, Process, ProcessInfo } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import { fnv32a } from '../../machinery/fnv.ts';
import type { Task } from '../../machinery/task.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { internetName, internetSelector } from './lsof-internet.ts';
import { type LsofRequest, lsofRequest } from './lsof-options.ts';
import { type LsofRow, lsofTable } from './lsof-table.ts';

type Socket = ReturnType<Process['machine']['sockets']>[number];

/** One open file of a process: a row to be, and what selections look at. */
interface Opened {
	readonly row: LsofRow;
	readonly socket: Socket | undefined;
	readonly path: string | undefined;
	/** Of a local socket: the name that it was bound to. */
	readonly bound: string | undefined;
}

/** Open files, from /proc and the sockets of its network namespace. Models lsof 4.95. Differs: no libraries (mem). */
export const lsof = unixCommand({
	name: 'lsof',
	paths: ['/usr/bin/lsof'],
	size: 175_744,
	*main({ process, args, out, say }) {
		const request = lsofRequest(args);
		const { users } = yield* readAccounts(process);
		const internet = request.internet.map((text) => internetSelector(text));
		const names = yield* namesOf(process, request);
		const wantedFiles = new Set<string>();
		let status = 0;
		for (const path of request.files) {
			try {
				wantedFiles.add(process.realpath(path));
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* say(`lsof: status error on ${path}: No such file or directory\n`);
				status = 1;
			}
		}
		const directories = request.directories.map((path) => realDirectory(process, path));
		const sockets = new Map(process.machine.sockets().map((socket) => [socket.name, socket]));
		const locals = new Map(process.machine.localSockets().map((socket) => [`socket:[${socket.inode}]`, socket]));
		const rows: LsofRow[] = [];
		for (const info of process.machine.processes()) {
			yield* process.tick(20);
			const who = processTests(request, info, users.get(info.uid) ?? String(info.uid));
			for (const opened of openedBy(process, info, users.get(info.uid) ?? String(info.uid), {
				sockets,
				locals,
				names,
			})) {
				yield* process.tick();
				const { socket, path, bound } = opened;
				const tests = [...who];
				if (request.internet.length > 0) {
					tests.push(socket !== undefined && internet.some((matches) => matches(socket, names.services)));
				}
				if (request.local) tests.push(bound !== undefined);
				if (request.files.length + directories.length > 0) {
					const named = path ?? (bound === undefined || bound === '' ? undefined : bound);
					tests.push(
						named !== undefined &&
							(wantedFiles.has(named) ||
								request.files.includes(named) ||
								directories.some((each) => isBelow(named, each))),
					);
				}
				const chosen = request.and ? tests.every((each) => each) : tests.length === 0 || tests.some((each) => each);
				const state = request.states.length === 0 || (socket !== undefined && request.states.includes(socket.state));
				if (chosen && (socket === undefined || state)) rows.push(opened.row);
			}
		}
		if (request.terse) {
			const pids = [...new Set(rows.map(({ pid }) => pid))];
			yield* out.write(pids.map((pid) => `${pid}\n`).join(''));
		} else yield* out.write(lsofTable(rows));
		return rows.length === 0 ? 1 : status;
	},
});

interface Known {
	readonly sockets: ReadonlyMap<string, Socket>;
	readonly locals: ReadonlyMap<string, LocalSocketInfo>;
	readonly names: Names;
}

/** Where the kernel keeps it, as it shows. */
function kernelAddress(inode: number): string {
	return `0x${fnv32a(`unix/${inode}`).toString(16).padStart(16, '0')}`;
}

interface Names {
	readonly services: ReadonlyMap<string, string>;
	readonly showPorts: boolean;
	readonly hosts: ReadonlyMap<string, string>;
}

/** Ports and addresses by name, as the files of /etc have them. Differs: no name server is asked for addresses. */
function* namesOf(process: Process, request: LsofRequest): Task<Names> {
	const services = new Map<string, string>();
	for (const line of (yield* textOf(process, '/etc/services')).split('\n')) {
		const [, name, number] = /^([^#\s]+)\s+(\d+\/\w+)/.exec(line) ?? [];
		if (name !== undefined && number !== undefined && !services.has(number)) services.set(number, name);
	}
	const hosts = new Map<string, string>();
	const text = request.numericHosts ? '' : yield* textOf(process, '/etc/hosts');
	for (const line of text.split('\n')) {
		const [address = '', name] = (line.split('#')[0] as string).trim().split(/\s+/);
		if (name !== undefined && !hosts.has(address)) hosts.set(address, name);
	}
	return { services, showPorts: request.numericPorts, hosts };
}

function realDirectory(process: Process, path: string): string {
	try {
		return process.realpath(path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `lsof: WARNING: can't stat(${path}): No such file or directory\n`);
	}
}

function isBelow(path: string, directory: string): boolean {
	return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

function processTests(request: LsofRequest, info: ProcessInfo, user: string): boolean[] {
	const tests: boolean[] = [];
	if (request.pids.length > 0) tests.push(request.pids.includes(info.pid));
	if (request.users.length > 0) tests.push(request.users.includes(user) || request.users.includes(String(info.uid)));
	if (request.commands.length > 0) tests.push(request.commands.some((name) => info.name.startsWith(name)));
	return tests;
}

function openedBy(process: Process, info: ProcessInfo, user: string, { sockets, locals, names }: Known): Opened[] {
	const base = `/proc/${info.pid}`;
	const common = { command: info.name.slice(0, 9), pid: info.pid, user };
	const rowOf = (fd: string, path: string, name: string): Opened => {
		const file = fileColumns(process, path);
		const socket = sockets.get(name);
		if (socket !== undefined) {
			const type = socket.local.startsWith('*') || socket.local.includes('[') ? 'IPv6' : 'IPv4';
			const columns = { device: name.replace(/\D/g, ''), size: '0t0', node: socket.protocol.toUpperCase() };
			const shown = internetName(socket, names.services, names.showPorts, names.hosts);
			return { row: { ...common, fd, type, ...columns, name: shown }, socket, path: undefined, bound: undefined };
		}
		const local = locals.get(name);
		if (local !== undefined) {
			const columns = { type: 'unix', device: kernelAddress(local.inode), size: '0t0', node: String(local.inode) };
			const state = local.state === 'LISTEN' ? 'LISTEN' : 'CONNECTED';
			const shown = `${local.path === '' ? '' : `${local.path} `}type=STREAM (${state})`;
			return { row: { ...common, fd, ...columns, name: shown }, socket, path: undefined, bound: local.path };
		}
		const shown = name.replace(/^(pipe|socket):.*/, '$1');
		return {
			row: { ...common, fd, ...file, name: shown },
			socket,
			path: name.startsWith('/') ? name : undefined,
			bound: undefined,
		};
	};
	const found: Opened[] = [];
	for (const [fd, link] of [
		['cwd', 'cwd'],
		['rtd', 'root'],
		['txt', 'exe'],
	] as const) {
		const name = linkOf(process, `${base}/${link}`);
		if (name !== undefined && name !== '') found.push(rowOf(fd, `${base}/${link}`, name));
	}
	for (const number of descriptorsOf(process, base)) {
		const path = `${base}/fd/${number}`;
		const name = linkOf(process, path);
		if (name !== undefined) found.push(rowOf(`${number}${modeLetter(process, path)}`, path, name));
	}
	return found;
}

function descriptorsOf(process: Process, base: string): string[] {
	try {
		return [...process.readdir(`${base}/fd`)].sort((a, b) => Number(a) - Number(b));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return [];
	}
}

function linkOf(process: Process, path: string): string | undefined {
	try {
		return process.readlink(path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
}

function modeLetter(process: Process, path: string): string {
	const { mode } = process.lstat(path);
	const both = mode & 0o600;
	return both === 0o600 ? 'u' : both === 0o400 ? 'r' : 'w';
}

const TYPES = {
	file: 'REG',
	directory: 'DIR',
	symlink: 'LINK',
	fifo: 'FIFO',
	socket: 'sock',
	character: 'CHR',
	block: 'BLK',
} as const;

function fileColumns(process: Process, path: string): Pick<LsofRow, 'type' | 'device' | 'size' | 'node'> {
	try {
		const { type, device, size, inode } = process.stat(path);
		const hasSize = type === 'file' || type === 'directory';
		return {
			type: TYPES[type],
			device: `${(device >> 8) & 0xfff},${device & 0xff}`,
			size: hasSize ? String(size) : '0t0',
			node: String(inode),
		};
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return { type: 'unknown', device: '', size: '', node: '' };
	}
}
