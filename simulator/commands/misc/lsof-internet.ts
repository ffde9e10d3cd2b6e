import type { Process } from '../../kernel/process-api.ts';
import { Exit } from '../unix-command.ts';

type Socket = ReturnType<Process['machine']['sockets']>[number];

/** Whether a socket is one of those that `-i` names: "[46][protocol][@host][:ports]". */
export function internetSelector(text: string): (socket: Socket, services: ReadonlyMap<string, string>) => boolean {
	const [whole, , protocol, host, ports] = /^([46])?(tcp|udp)?(?:@([^:]+))?(?::(.+))?$/i.exec(text) ?? [];
	if (whole === undefined) throw new Exit(1, `lsof: unacceptable Internet address: -i ${text}\n`);
	return (socket, services) => {
		if (protocol !== undefined && socket.protocol !== protocol.toLowerCase()) return false;
		const ends = [socket.local, socket.peer].map(endOf);
		return ends.some(
			(end) =>
				(host === undefined || end.address === host) &&
				(ports === undefined || ports.split(',').some((each) => isPort(each, end.port, socket.protocol, services))),
		);
	};
}

function isPort(text: string, port: string, protocol: string, services: ReadonlyMap<string, string>): boolean {
	const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
	if (from === undefined) return services.get(`${port}/${protocol}`) === text;
	return Number(port) >= Number(from) && Number(port) <= Number(to);
}

/** "*:ssh (LISTEN)", "10.0.0.1:41922->10.0.0.2:https (ESTABLISHED)". */
export function internetName(
	socket: Socket,
	services: ReadonlyMap<string, string>,
	numericPorts: boolean,
	hosts: ReadonlyMap<string, string>,
): string {
	const shown = (text: string): string => {
		const { address, port } = endOf(text);
		const name = numericPorts ? undefined : services.get(`${port}/${socket.protocol}`);
		const host = address === '0.0.0.0' || address === '[::]' ? '*' : (hosts.get(address) ?? address);
		return `${host}:${name ?? port}`;
	};
	const peer = endOf(socket.peer).port === '*' ? '' : `->${shown(socket.peer)}`;
	return `${shown(socket.local)}${peer}${socket.protocol === 'tcp' ? ` (${socket.state})` : ''}`;
}

function endOf(text: string): { readonly address: string; readonly port: string } {
	const colon = text.lastIndexOf(':');
	return { address: text.slice(0, colon), port: text.slice(colon + 1) };
}
