import type { PortRequest } from '../../hosts/containers/container-request.ts';
import { Exit } from '../unix-command.ts';
import type { EngineRun } from './engine-command.ts';

const PORT_MAX = 65_535;

/** "8080:80", "127.0.0.1:8080:80/tcp", "80", "8000-8002:80-82". Models docker/go-connections nat ParsePortSpec. */
export function parsePorts(run: EngineRun, text: string): PortRequest[] {
	const [ports = '', protocol = 'tcp'] = text.split('/');
	if (protocol !== 'tcp' && protocol !== 'udp') throw refused(run, text, `invalid proto: ${protocol}`);
	const parts = ports.split(':');
	const container = parts.at(-1) as string;
	const host = parts.length > 1 ? (parts.at(-2) as string) : '';
	const hostAddress = parts
		.slice(0, -2)
		.join(':')
		.replace(/^\[|\]$/g, '');
	if (container === '') throw refused(run, text, `no port specified: ${text}<empty>`);
	if (hostAddress !== '' && !/^\d+(\.\d+){3}$/.test(hostAddress))
		throw refused(run, text, `invalid IP address: ${hostAddress}`);
	const inside = range(container);
	if (inside === undefined) throw refused(run, text, `invalid containerPort: ${container}`);
	const outside = host === '' ? undefined : range(host);
	if (host !== '' && outside === undefined) throw refused(run, text, `invalid hostPort: ${host}`);
	const count = inside[1] - inside[0] + 1;
	if (outside !== undefined && outside[1] - outside[0] + 1 !== count && count !== 1) {
		throw refused(run, text, `invalid ranges specified for container and host Ports: ${container} and ${host}`);
	}
	return Array.from({ length: count }, (_, index) => ({
		hostAddress,
		hostPort: outside === undefined ? 0 : outside[0] + index,
		containerPort: inside[0] + index,
		protocol,
	}));
}

function range(text: string): readonly [number, number] | undefined {
	const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
	if (match === null) return undefined;
	const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
	return from > to || to > PORT_MAX ? undefined : [from, to];
}

function refused(run: EngineRun, text: string, why: string): Exit {
	if (run.kind === 'podman')
		return new Exit(
			125,
			`Error: ${why.startsWith('invalid') ? why.replace('containerPort', 'container port').replace('hostPort', 'host port') : why}\n`,
		);
	return new Exit(
		125,
		`invalid argument ${JSON.stringify(text)} for "-p, --publish" flag: ${why}\n\nUsage:  ${run.path} [OPTIONS] IMAGE [COMMAND] [ARG...]\n\nRun '${run.path} --help' for more information\n`,
	);
}
