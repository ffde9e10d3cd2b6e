import { fitsPatterns } from '../../machinery/ssh/keyword-lines.ts';
import type { KeyOptions } from './authorized-keys.ts';

export type SshdSettings = ReadonlyMap<string, readonly string[]>;

/** What somebody who is logged in may do: by sshd_config, and by the line that lists the key. Models auth-options.c. */
export interface SessionRights {
	/** Runs whatever is asked for. */
	readonly command: string | undefined;
	readonly chroot: string | undefined;
	readonly terminals: boolean;
	readonly agent: boolean;
	readonly maxSessions: number;
	readonly environment: readonly (readonly [string, string])[];
	/** Names of variables that clients may send. */
	readonly acceptEnv: readonly string[];
	/** Where `Subsystem` leads. */
	readonly subsystem: (name: string) => string | undefined;
	readonly mayOpen: (host: string, port: number) => boolean;
	readonly mayOpenLocal: boolean;
	readonly mayListen: (address: string, port: number) => boolean;
	readonly mayListenLocal: boolean;
	/** The address that a client's -R listens at. */
	readonly listenAddress: (asked: string) => string;
	readonly unlinksLocal: boolean;
}

export function rightsOf(settings: SshdSettings, key: KeyOptions | undefined, account: Named): SessionRights {
	const first = (keyword: string): string => settings.get(keyword)?.[0] ?? '';
	const isOn = (keyword: string): boolean => first(keyword).toLowerCase() === 'yes';
	const said = (keyword: string): string | undefined => {
		const text = (settings.get(keyword) ?? []).join(' ');
		return text === '' || text.toLowerCase() === 'none' ? undefined : text;
	};
	const free = !isOn('disableforwarding');
	const denied = key?.denied ?? new Set();
	const allows = (keyword: string, way: 'local' | 'remote'): boolean =>
		free && ['yes', 'all', way].includes(first(keyword).toLowerCase());
	const ports = !denied.has('port-forwarding');
	return {
		command: said('forcecommand') ?? key?.command,
		chroot: said('chrootdirectory')?.replace(/%([%hu])/g, (_, letter: string) =>
			letter === 'h' ? account.home : letter === 'u' ? account.name : '%',
		),
		terminals: isOn('permittty') && !denied.has('pty'),
		agent: free && isOn('allowagentforwarding') && !denied.has('agent-forwarding'),
		maxSessions: Number(first('maxsessions')),
		environment: isOn('permituserenvironment') ? (key?.environment ?? []) : [],
		acceptEnv: settings.get('acceptenv') ?? [],
		subsystem: (name) => subsystemOf(settings.get('subsystem') ?? [], name),
		mayOpen: (host, port) =>
			ports &&
			allows('allowtcpforwarding', 'local') &&
			permits(settings.get('permitopen'), host, port) &&
			permits(key?.permitOpen, host, port),
		mayOpenLocal: ports && allows('allowstreamlocalforwarding', 'local'),
		mayListen: (address, port) =>
			ports &&
			allows('allowtcpforwarding', 'remote') &&
			permitsListen(settings.get('permitlisten'), address, port) &&
			permitsListen(key?.permitListen, address, port),
		mayListenLocal: ports && allows('allowstreamlocalforwarding', 'remote'),
		listenAddress: (asked) => {
			const gateway = first('gatewayports').toLowerCase();
			if (gateway === 'yes') return '0.0.0.0';
			if (gateway === 'no') return '127.0.0.1';
			return asked === '' || asked === '*' ? '0.0.0.0' : asked === 'localhost' ? '127.0.0.1' : asked;
		},
		unlinksLocal: isOn('streamlocalbindunlink'),
	};
}

interface Named {
	readonly name: string;
	readonly home: string;
}

/** The command of a subsystem: "sftp internal-sftp". */
function subsystemOf(lines: readonly string[], name: string): string | undefined {
	return lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
}

function permits(list: readonly string[] | undefined, host: string, port: number): boolean {
	if (list === undefined || list.includes('any')) return true;
	return list.some((each) => {
		const [, name = '', number] = /^\[?(.*?)\]?:(\d+|\*)$/.exec(each) ?? [];
		return fitsPatterns(host, [name]) && (number === '*' || Number(number) === port);
	});
}

function permitsListen(list: readonly string[] | undefined, address: string, port: number): boolean {
	if (list === undefined || list.includes('any')) return true;
	return list.some((each) => {
		const [, name, number = ''] = /^(?:\[?(.*?)\]?:)?(\d+|\*)$/.exec(each) ?? [];
		return (name === undefined || fitsPatterns(address, [name])) && (number === '*' || Number(number) === port);
	});
}
