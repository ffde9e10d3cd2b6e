import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { Process, ProcessInfo } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { loginSessions } from '../coreutils/who.ts';
import { commandLine } from '../procps/process-columns.ts';

/** A control group with the processes in it. */
export interface ControlGroup {
	readonly name: string;
	readonly processes: ProcessInfo[];
	readonly children: Map<string, ControlGroup>;
}

/** The groups that a machine's processes are in. Differs: which of a service's processes belong to it goes by their session. */
export function* controlGroups(process: Process, services: ServiceManager): Task<ControlGroup> {
	const root: ControlGroup = { name: '', processes: [], children: new Map() };
	const all = process.machine.processes();
	const sessions = loginSessions(process);
	for (const info of all) {
		yield* process.tick();
		const path = yield* pathOf(process, services, info, sessions);
		let group = root;
		for (const name of path.split('/').filter((each) => each !== '')) {
			let child = group.children.get(name);
			if (child === undefined) {
				child = { name, processes: [], children: new Map() };
				group.children.set(name, child);
			}
			group = child;
		}
		group.processes.push(info);
	}
	return root;
}

function* pathOf(
	process: Process,
	services: ServiceManager,
	info: ProcessInfo,
	sessions: ReturnType<typeof loginSessions>,
): Task<string> {
	if (info.pid === 1) return 'init.scope';
	const container = (yield* textOf(process, `/proc/${info.pid}/cgroup`)).trim().replace(/^0::\/?/, '');
	if (container !== '')
		return /^[0-9a-f]{64}$/.test(container) ? `kubepods.slice/cri-containerd-${container}.scope` : container;
	const unit = services.unitOf(info.pid) ?? services.unitOf(info.sid);
	if (unit !== undefined) return `system.slice/${unit}`;
	const session = sessions.find(({ leader }) => leader === info.sid);
	if (session !== undefined) return `user.slice/user-${session.uid}.slice/session-${session.leader}.scope`;
	return `user.slice/user-${info.uid}.slice/session-${info.sid}.scope`;
}

/** As systemctl and systemd-cgls draw it. Models systemd src/shared/cgroup-show.c. */
export function groupLines(group: ControlGroup, lead: string, width: number): string[] {
	const children = [...group.children.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
	const numbers = Math.max(0, ...group.processes.map(({ pid }) => String(pid).length));
	const lines = group.processes.map((info, at) => {
		const isLast = at === group.processes.length - 1 && children.length === 0;
		return `${lead}${isLast ? '└─' : '├─'}${String(info.pid).padStart(numbers)} ${commandLine(info)}`;
	});
	for (const [at, child] of children.entries()) {
		const isLast = at === children.length - 1;
		lines.push(`${lead}${isLast ? '└─' : '├─'}${child.name}`);
		lines.push(...groupLines(child, `${lead}${isLast ? '  ' : '│ '}`, width));
	}
	return lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}
