import { CAPABILITY_NAMES } from '../../kernel/capabilities.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { become, launchFailureStatus, reasonOf } from '../launch.ts';
import { readFile } from '../stdio.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { ALL_BITS, namesIn, setsText } from './capability-text.ts';
import { FILE_CAPABILITY_COMMANDS } from './file-capabilities.ts';

/** What /proc tells of a process: "CapEff" and its like. SystemError when it is gone. */
function* statusOf(process: Process, pid: string): Task<ReadonlyMap<string, string>> {
	const text = decodeUtf8(yield* readFile(process, `/proc/${pid}/status`));
	return new Map(text.split('\n').map((line) => line.split(/:\s*/, 2) as [string, string]));
}

const bitsOf = (status: ReadonlyMap<string, string>, name: string): bigint => BigInt(`0x${status.get(name) ?? '0'}`);

function capabilityText(status: ReadonlyMap<string, string>): string {
	return setsText({
		effective: bitsOf(status, 'CapEff') & ALL_BITS,
		permitted: bitsOf(status, 'CapPrm') & ALL_BITS,
		inheritable: bitsOf(status, 'CapInh') & ALL_BITS,
	});
}

const CAPSH_USAGE = `usage: capsh [args ...]
  --addamb=xxx   add xxx,... capabilities to ambient set
  --caps=xxx     set caps as per cap_from_text()
  --chroot=path  chroot(2) to this path
  --current      show current caps and IAB vectors
  --decode=xxx   decode a hex string to a list of caps
  --delamb=xxx   remove xxx,... capabilities from ambient
  --drop=xxx     drop xxx,... caps from bounding set
  --gid=<n>      set gid to <n> (hint: id <username>)
  --has-p=xxx    exit 1 if capability xxx not permitted
  --help, -h     this message (or try 'man capsh')
  --print        display capability relevant state
  --supports=xxx exit 1 if capability xxx unsupported
  --uid=<n>      set uid to <n> (hint: id <username>)
  --user=<name>  set uid,gid and groups to that of user
  ==             re-exec(capsh) with args as for --
  --             remaining arguments are for /bin/bash
`;

/** libcap 2.66's. Differs: of what changes a process there are --drop, --uid and --gid. */
const capsh = unixCommand({
	name: 'capsh',
	paths: ['/usr/sbin/capsh'],
	size: 31_104,
	*main({ process, args, out, say }) {
		for (const [at, word] of args.entries()) {
			const [, name = word, value = ''] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
			switch (name) {
				case '--help':
				case '-h':
					yield* out.write(CAPSH_USAGE);
					return 0;
				case '--print':
					yield* out.write(yield* describe(process));
					break;
				case '--current': {
					const status = yield* statusOf(process, 'self');
					yield* out.write(`Current: ${capabilityText(status)}\nCurrent IAB: ${iabText(status)}\n`);
					break;
				}
				case '--decode': {
					const digits = value.replace(/^0x/i, '');
					if (!/^[\da-f]{1,16}$/i.test(digits)) throw new Exit(1, `unable to decode [${value}]\n`);
					const bits = BigInt(`0x${digits}`);
					yield* out.write(`0x${bits.toString(16).padStart(16, '0')}=${namesIn(bits).join(',')}\n`);
					break;
				}
				case '--supports':
				case '--has-p': {
					const bit = CAPABILITY_NAMES.indexOf(value.replace(/^cap_/i, '').toUpperCase());
					if (bit < 0) throw new Exit(1, `cap[${value}] not recognized by library\n`);
					const held = (bitsOf(yield* statusOf(process, 'self'), 'CapPrm') >> BigInt(bit)) & 1n;
					if (name === '--has-p' && held === 0n) throw new Exit(1, `cap[${value}] not permitted\n`);
					break;
				}
				case '--drop':
					drop(process, value);
					break;
				case '--uid':
				case '--gid':
					if (!/^\d+$/.test(value)) throw new Exit(1, `invalid ${name.slice(2)} value [${value}]\n`);
					change(
						process,
						name === '--uid' ? { uid: Number(value) } : { gid: Number(value) },
						`${name.slice(2)}=${value}`,
					);
					break;
				case '--':
					yield* out.flush();
					try {
						return yield* become(process, ['/bin/bash', ...args.slice(at + 1)], process.env);
					} catch (error) {
						if (!(error instanceof SystemError)) throw error;
						throw new Exit(launchFailureStatus(error), `execve '/bin/bash' failed!\n`);
					}
				default:
					yield* say(`capsh: unrecognized option '${word}'\n${CAPSH_USAGE}`);
					return 1;
			}
		}
		return 0;
	},
});

function drop(process: Process, list: string): void {
	const { credentials } = process;
	const bounding = new Set(credentials.bounding ?? CAPABILITY_NAMES);
	const held = new Set(credentials.capabilities);
	for (const word of list.split(',')) {
		const name = word.replace(/^cap_/i, '').toUpperCase();
		if (word !== 'all' && !CAPABILITY_NAMES.includes(name)) throw new Exit(1, `failed to drop [${word}=?]\n`);
		for (const each of word === 'all' ? CAPABILITY_NAMES : [name]) {
			bounding.delete(each);
			held.delete(each);
		}
	}
	if (!credentials.capabilities.has('SETPCAP')) throw new Exit(1, `failed to drop [${list}]\n`);
	process.setCredentials({ bounding, capabilities: held });
}

function change(process: Process, to: { readonly uid?: number; readonly gid?: number }, what: string): void {
	try {
		process.setCredentials(to);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `Failed to set ${what}: ${reasonOf(error)}\n`);
	}
}

/** What is kept from those to come: "!" marks what the bounding set lacks. */
function iabText(status: ReadonlyMap<string, string>): string {
	const bounding = bitsOf(status, 'CapBnd') & ALL_BITS;
	return namesIn(ALL_BITS & ~bounding)
		.map((name) => `!${name}`)
		.join(',');
}

function* describe(process: Process): Task<string> {
	const status = yield* statusOf(process, 'self');
	const { users, groups } = yield* readAccounts(process);
	const { uid, gid, groups: own, noNewPrivileges } = process.credentials;
	const named = (id: number, names: ReadonlyMap<number, string>): string => `${id}(${names.get(id) ?? '???'})`;
	const yes = noNewPrivileges ? 1 : 0;
	return `Current: ${capabilityText(status)}
Bounding set =${namesIn(bitsOf(status, 'CapBnd') & ALL_BITS).join(',')}
Ambient set =${namesIn(bitsOf(status, 'CapAmb') & ALL_BITS).join(',')}
Current IAB: ${iabText(status)}
Securebits: 00/0x0/1'b0 (no-new-privs=${yes})
 secure-noroot: no (unlocked)
 secure-no-suid-fixup: no (unlocked)
 secure-keep-caps: no (unlocked)
 secure-no-ambient-raise: no (unlocked)
uid=${named(uid, users)} euid=${named(uid, users)}
gid=${named(gid, groups)}
groups=${own.map((each) => named(each, groups)).join(',')}
Guessed mode: ${uid === 0 ? 'HYBRID (4)' : 'UNCERTAIN (0)'}
`;
}

const getpcaps = unixCommand({
	name: 'getpcaps',
	paths: ['/usr/sbin/getpcaps'],
	size: 14_648,
	*main({ process, args, out, say }) {
		const pids = args.filter((word) => !word.startsWith('-'));
		if (pids.length === 0 || args.includes('--help')) {
			throw new Exit(
				args.includes('--help') ? 0 : 1,
				'usage: getpcaps [opts] <pid> [<pid> ...]\n\n  This program displays the capabilities of the processes indicated by\n  the pid value(s) given on its command line.\n',
			);
		}
		let status = 0;
		for (const pid of pids) {
			try {
				yield* out.write(`${pid}: ${capabilityText(yield* statusOf(process, pid))}\n`);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* say(`Failed to get caps for process ${pid}: (No such process)\n`);
				status = 1;
			}
		}
		return status;
	},
});

export const LIBCAP_COMMANDS: readonly Command[] = [capsh, getpcaps, ...FILE_CAPABILITY_COMMANDS];
