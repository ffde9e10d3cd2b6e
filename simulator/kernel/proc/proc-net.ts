import type { Endpoint } from '../net/endpoint.ts';
import type { KernelProcess } from '../processes/kernel-process.ts';
import { interfacesOf, MachineViewOf } from '../processes/machine-view.ts';
import { directoryOf, type GeneratedContent, textOf } from './generated-node.ts';

const TCP_STATES: Readonly<Record<string, string>> = {
	ESTAB: '01',
	'FIN-WAIT-2': '05',
	'CLOSE-WAIT': '08',
	'LAST-ACK': '09',
};

/** /proc/net of a process's network namespace. */
export function networkDirectory(process: KernelProcess): GeneratedContent {
	return directoryOf({
		dev: textOf(() => devicesText(process)),
		tcp: textOf(() => tcpText(process)),
		udp: textOf(() => udpText(process)),
		unix: textOf(() => unixText(process)),
	});
}

function devicesText(process: KernelProcess): string {
	const counters = ` ${'0'.padStart(7)}${' 0'.repeat(15)}`;
	const lines = interfacesOf(process.network).map(({ name }) => `${name.padStart(6)}:${counters}\n`);
	return `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
${lines.join('')}`;
}

function tcpText(process: KernelProcess): string {
	const { network } = process;
	const rows = [
		...network.listeners().map((listener) => ({ local: listener as Endpoint, remote: ANY, state: '0A' })),
		...network.connections().map(({ local, remote, state }) => ({ local, remote, state: TCP_STATES[state] ?? '01' })),
	];
	const lines = rows.map(({ local, remote, state }, index) => {
		return `${String(index).padStart(4)}: ${hex(local)} ${hex(remote)} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${index + 1000} 1\n`;
	});
	return `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n${lines.join('')}`;
}

function udpText(process: KernelProcess): string {
	const lines = process.network.udpSockets().map((socket, index) => {
		return `${String(index).padStart(5)}: ${hex(socket)} ${hex(ANY)} 07 00000000:00000000 00:00000000 00000000     0        0 ${index + 2000} 2\n`;
	});
	return `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n${lines.join('')}`;
}

/** Models net/unix/af_unix.c unix_seq_show. */
function unixText(process: KernelProcess): string {
	const lines = new MachineViewOf(process).localSockets().map(({ state, inode, path }) => {
		const [flags, kind] = state === 'LISTEN' ? ['00010000', '01'] : ['00000000', '03'];
		return `0000000000000000: ${state === 'LISTEN' ? '00000002' : '00000003'} 00000000 ${flags} 0001 ${kind} ${String(inode).padStart(5)}${path === '' ? '' : ` ${path}`}\n`;
	});
	return `Num       RefCount Protocol Flags    Type St Inode Path\n${lines.join('')}`;
}

/** Address in the byte order of a little-endian machine, port in network order. */
function hex(endpoint: Endpoint): string {
	const bytes = endpoint.address.split('.').reverse();
	const address = bytes.map((byte) => Number(byte).toString(16).padStart(2, '0')).join('');
	return `${address}:${endpoint.port.toString(16).padStart(4, '0')}`.toUpperCase();
}

const ANY: Endpoint = { address: '0.0.0.0', port: 0 };
