import type { LocalSocketInfo, Process } from '../../kernel/process-api.ts';
import { commandName } from '../procps/process-columns.ts';

/** What `ss` shows of a local socket: names of the states, and the cells from the queues to the processes. */
export interface LocalRow {
	readonly state: 'LISTEN' | 'ESTAB';
	readonly cells: readonly string[];
}

/** Rows of `ss -x`. Models iproute2 misc/ss.c unix_stats_print. @param withProcesses -p, of somebody who may know. */
export function localRows(process: Process, withProcesses: boolean): LocalRow[] {
	const names = withProcesses ? processNames(process) : new Map<number, string>();
	return process.machine.localSockets().map((socket) => {
		const { state, path, inode, peerInode, receiveQueue, sendQueue } = socket;
		return {
			state,
			cells: [
				String(receiveQueue),
				String(sendQueue),
				`${path === '' ? '*' : path} `,
				String(inode),
				'* ',
				String(peerInode),
				usersOf(socket, names),
			],
		};
	});
}

function usersOf({ holders }: LocalSocketInfo, names: ReadonlyMap<number, string>): string {
	const users = holders.flatMap(({ pid, fd }) => {
		const name = names.get(pid);
		return name === undefined ? [] : [`("${name}",pid=${pid},fd=${fd})`];
	});
	return users.length === 0 ? '' : ` users:(${users.join(',')})`;
}

function processNames(process: Process): ReadonlyMap<number, string> {
	return new Map(process.machine.processes().map((info) => [info.pid, commandName(info)]));
}

/** The part of `netstat` about local sockets. Models net-tools netstat.c unix_do_one. @param shown all, servers or others. */
export function localTable(
	process: Process,
	{ all, listening, processes }: { readonly all: boolean; readonly listening: boolean; readonly processes: boolean },
): string {
	const kind = all ? 'servers and established' : listening ? 'only servers' : 'w/o servers';
	const names = processNames(process);
	const isRoot = process.credentials.uid === 0;
	const lines = process.machine.localSockets().flatMap(({ state, path, inode, holders }) => {
		const serves = state === 'LISTEN';
		if (!all && serves !== listening) return [];
		const [first] = holders;
		const program = first === undefined || !isRoot ? '-' : `${first.pid}/${names.get(first.pid) ?? ''}`;
		const shownProgram = processes ? `${program.padEnd(20)} ` : '';
		const [count, flags, name] = serves ? ['2', '[ ACC ]', 'LISTENING'] : ['3', '[ ]', 'CONNECTED'];
		return `unix  ${count.padEnd(6)} ${flags.padEnd(11)} STREAM     ${name.padEnd(13)} ${String(inode).padEnd(8)} ${shownProgram}${path}\n`;
	});
	const heading = processes ? 'PID/Program name     ' : '';
	return `Active UNIX domain sockets (${kind})\nProto RefCnt Flags       Type       State         I-Node   ${heading}Path\n${lines.join('')}`;
}
