import { resolveHost, textOf } from '../../kernel/resolve-host.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const DATABASES: ReadonlyMap<string, string> = new Map([
	['passwd', '/etc/passwd'],
	['group', '/etc/group'],
	['shadow', '/etc/shadow'],
	['services', '/etc/services'],
	['protocols', '/etc/protocols'],
]);

export const getent = unixCommand({
	name: 'getent',
	paths: ['/usr/bin/getent'],
	size: 39_288,
	*main({ process, args, out }) {
		const words = args.filter((word) => !word.startsWith('-'));
		const [database, ...keys] = words;
		const help = "Try `getent --help' or `getent --usage' for more information.\n";
		if (database === undefined) throw new Exit(1, `getent: wrong number of arguments\n${help}`);
		if (database === 'hosts' || database === 'ahosts' || database === 'ahostsv4') {
			if (keys.length === 0) {
				for (const line of (yield* textOf(process, '/etc/hosts')).split('\n')) {
					const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
					if (names.length > 0) yield* out.write(`${(address as string).padEnd(15)} ${names.join(' ')}\n`);
				}
				return 0;
			}
			for (const key of keys) {
				const found = yield* resolveHost(process, key);
				if (found.kind !== 'found') return 2;
				for (const address of found.addresses) {
					if (database === 'hosts') yield* out.write(`${address.padEnd(15)} ${found.canonicalName}\n`);
					else
						for (const [at, kind] of ['STREAM', 'DGRAM', 'RAW'].entries())
							yield* out.write(`${address.padEnd(15)} ${kind}${at === 0 ? ` ${key}` : ''}\n`);
				}
			}
			return 0;
		}
		const path = DATABASES.get(database);
		if (path === undefined) throw new Exit(1, `Unknown database: ${database}\n${help}`);
		const lines = (yield* textOf(process, path)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
		if (keys.length === 0) {
			yield* out.write(lines.map((line) => `${line}\n`).join(''));
			return 0;
		}
		let status = 0;
		for (const key of keys) {
			const found = lines.find((line) => {
				const fields = line.split(/[:\s/]+/);
				return fields[0] === key || (/^\d+$/.test(key) && fields[database === 'services' ? 1 : 2] === key);
			});
			if (found === undefined) status = 2;
			else yield* out.write(`${found}\n`);
		}
		return status;
	},
});

export const getconf = unixCommand({
	name: 'getconf',
	paths: ['/usr/bin/getconf'],
	size: 35_256,
	*main({ process, args, out }) {
		const values: Readonly<Record<string, string | number>> = {
			PAGE_SIZE: 4096,
			PAGESIZE: 4096,
			_NPROCESSORS_ONLN: process.machine.cpus,
			_NPROCESSORS_CONF: process.machine.cpus,
			_PHYS_PAGES: Math.floor(process.machine.memoryBytes / 4096),
			ARG_MAX: 2_097_152,
			CLK_TCK: 100,
			OPEN_MAX: 1024,
			LONG_BIT: 64,
			NAME_MAX: 255,
			PATH_MAX: 4096,
			PATH: '/bin:/usr/bin',
			HOST_NAME_MAX: 64,
			GNU_LIBC_VERSION: 'glibc 2.39',
		};
		const [name] = args;
		if (name === undefined)
			throw new Exit(2, 'Usage: getconf [-v specification] variable_name [pathname]\n       getconf -a [pathname]\n');
		const value = Object.hasOwn(values, name) ? values[name] : undefined;
		if (value === undefined) throw new Exit(2, `getconf: Unrecognized variable \`${name}'\n`);
		yield* out.write(`${value}\n`);
		return 0;
	},
});

const CATEGORIES =
	'CTYPE NUMERIC TIME COLLATE MONETARY MESSAGES PAPER NAME ADDRESS TELEPHONE MEASUREMENT IDENTIFICATION'.split(' ');

export const locale = unixCommand({
	name: 'locale',
	paths: ['/usr/bin/locale'],
	size: 58_264,
	*main({ process, args, out }) {
		if (args[0] === '-a') {
			yield* out.write('C\nC.utf8\nPOSIX\n');
			return 0;
		}
		if (args[0] === 'charmap') {
			yield* out.write(
				/utf-?8/i.test(process.env.get('LC_ALL') ?? process.env.get('LANG') ?? '') ? 'UTF-8\n' : 'ANSI_X3.4-1968\n',
			);
			return 0;
		}
		const lang = process.env.get('LANG') ?? '';
		const all = process.env.get('LC_ALL') ?? '';
		yield* out.write(`LANG=${lang}\nLANGUAGE=${process.env.get('LANGUAGE') ?? ''}\n`);
		for (const category of CATEGORIES) {
			const own = process.env.get(`LC_${category}`);
			const implied = all !== '' ? all : lang === '' ? 'POSIX' : lang;
			yield* out.write(all === '' && own !== undefined ? `LC_${category}=${own}\n` : `LC_${category}="${implied}"\n`);
		}
		yield* out.write(`LC_ALL=${all}\n`);
		return 0;
	},
});
