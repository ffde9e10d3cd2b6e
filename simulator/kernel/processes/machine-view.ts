import { type Netlink, NetlinkOf } from '../net/links/netlink.ts';
import { plainLinks } from '../net/links/plain-links.ts';
import { LocalListener } from '../net/local-listener.ts';
import { LocalSocket } from '../net/local-socket.ts';
import type { NetNamespace } from '../net/net-namespace.ts';
import type { OpenFile } from '../open-files/open-file.ts';
import { mountOptions, shownMounts } from '../proc/proc-mounts.ts';
import type { LocalSocketInfo, MachineView, ProcessInfo } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';
import type { PidNamespace } from './pid-namespace.ts';

/** The machine as one process sees it: its namespaces' processes, mounts, interfaces and sockets. */
export class MachineViewOf implements MachineView {
	readonly #viewer: KernelProcess;

	constructor(viewer: KernelProcess) {
		this.#viewer = viewer;
	}

	get hostname(): string {
		return this.#viewer.uts.hostname;
	}
	get bootedAtMs(): number {
		return this.#viewer.kernel.facts.bootedAtMs;
	}
	get kernelRelease(): string {
		return this.#viewer.confinement?.guest?.release ?? this.#viewer.kernel.facts.kernelRelease;
	}
	get guestLog(): readonly string[] | undefined {
		return this.#viewer.confinement?.guest?.log;
	}
	get cpus(): number {
		return this.#viewer.kernel.facts.cpus;
	}
	get memoryBytes(): number {
		return this.#viewer.kernel.facts.memoryBytes;
	}

	get disk(): MachineView['disk'] {
		return this.#viewer.kernel.space;
	}

	get swaps(): MachineView['swaps'] {
		return this.#viewer.kernel.swaps;
	}

	loops(): ReturnType<MachineView['loops']> {
		return this.#viewer.kernel.blocks.loops();
	}

	processes(): readonly ProcessInfo[] {
		const { shownProcesses } = this.#viewer;
		return shownProcesses.all().map((process) => processInfo(process, shownProcesses));
	}

	mounts(): ReturnType<MachineView['mounts']> {
		return shownMounts(this.#viewer.root).map((mount) => ({
			source: mount.source,
			target: mount.path,
			type: mount.type,
			options: mountOptions(mount),
			root: mount.rootPath,
		}));
	}

	get filters(): MachineView['filters'] {
		return this.#viewer.network.filters;
	}

	get packets(): MachineView['packets'] {
		const { kernel, network } = this.#viewer;
		return { taps: kernel.taps, namespace: network.name };
	}

	get netlink(): Netlink {
		return new NetlinkOf(this.#viewer);
	}

	interfaces(): ReturnType<MachineView['interfaces']> {
		return interfacesOf(this.#viewer.network);
	}

	localSockets(): readonly LocalSocketInfo[] {
		const { namespace } = this.#viewer;
		const found = new Map<LocalListener | LocalSocket, { pid: number; fd: number }[]>();
		for (const process of namespace.all()) {
			for (const fd of process.files.numbers()) {
				const file = process.files.get(fd);
				if (!(file instanceof LocalListener || file instanceof LocalSocket)) continue;
				const holder = { pid: process.pidIn(namespace), fd };
				const known = found.get(file);
				if (known === undefined) found.set(file, [holder]);
				else known.push(holder);
			}
		}
		const infos = [...found].map(([socket, holders]): LocalSocketInfo => {
			const common = { path: socket.path, inode: socket.id, holders };
			return socket instanceof LocalListener
				? { ...common, state: 'LISTEN', peerInode: 0, receiveQueue: socket.waitingCount, sendQueue: socket.backlog }
				: { ...common, state: 'ESTAB', peerInode: socket.peerId, receiveQueue: socket.waitingBytes, sendQueue: 0 };
		});
		return infos.sort((a, b) => a.inode - b.inode);
	}

	sockets(): ReturnType<MachineView['sockets']> {
		const { namespace, network } = this.#viewer;
		const holders = new Map<OpenFile, number>();
		for (const process of namespace.all()) {
			for (const file of process.files.files()) {
				if (!holders.has(file)) holders.set(file, process.pidIn(namespace));
			}
		}
		const pid = (file: OpenFile): number => holders.get(file) ?? 0;
		return [
			...network.listeners().map((socket) => ({
				protocol: 'tcp' as const,
				state: 'LISTEN',
				local: `${socket.address}:${socket.port}`,
				peer: '0.0.0.0:*',
				pid: pid(socket),
				name: socket.name,
			})),
			...network.connections().map((socket) => ({
				protocol: 'tcp' as const,
				state: socket.state,
				local: `${socket.local.address}:${socket.local.port}`,
				peer: `${socket.remote.address}:${socket.remote.port}`,
				pid: pid(socket),
				name: socket.name,
			})),
			...network.udpSockets().map((socket) => ({
				protocol: 'udp' as const,
				state: 'UNCONN',
				local: `${socket.address}:${socket.port}`,
				peer: '0.0.0.0:*',
				pid: pid(socket),
				name: socket.name,
			})),
		];
	}
}

/** One line of ps. */
export function processInfo(process: KernelProcess, namespace: PidNamespace): ProcessInfo {
	const terminal = process.session.terminal;
	return {
		pid: process.pidIn(namespace),
		ppid: process.parent?.pidIn(namespace) ?? 0,
		pgid: process.groupIdIn(namespace),
		sid: process.sessionIdIn(namespace),
		uid: process.credentials.uid,
		argv: shownArguments(process),
		name: programName(process),
		state: stateOf(process),
		niceness: process.niceness,
		tty: terminal?.name.slice('/dev/'.length),
		startedAtMs: process.startedAtMs,
		cpuMs: process.cpuMs,
		rssBytes: process.isEnded ? 0 : process.memoryBytes,
		foreground: terminal !== undefined && terminal.foreground === process.group,
	};
}

/** What ps and /proc/PID/cmdline show. */
export function shownArguments({ title, argv }: KernelProcess): readonly string[] {
	return title === undefined ? argv : [title];
}

/** /proc/PID/comm. A login shell's dash is not of its name. */
export function programName({ argv: [first = ''] }: KernelProcess): string {
	return first
		.slice(first.lastIndexOf('/') + 1)
		.replace(/^-/, '')
		.slice(0, 15);
}

export function stateOf(process: KernelProcess): ProcessInfo['state'] {
	if (process.isEnded) return 'Z';
	if (process.stopSignal !== undefined) return 'T';
	return process.runState === 'sleeping' ? 'S' : 'R';
}

/** Its devices, shortly. */
export function interfacesOf(network: NetNamespace): ReturnType<MachineView['interfaces']> {
	if (!network.isRewired) {
		return plainLinks(network).map(({ name, addresses, mac, mtu, flags }) => {
			return { name, addresses, mac, up: flags.includes('UP'), mtu };
		});
	}
	return network.links.devices().map(({ name, addresses, mac, up, mtu }) => {
		return { name, addresses: addresses.map(({ cidr }) => cidr), mac, up, mtu };
	});
}
