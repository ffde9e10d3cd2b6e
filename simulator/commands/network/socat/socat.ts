import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { shellStatus } from '../../launch.ts';
import { Exit, unixCommand } from '../../unix-command.ts';
import { type Address, parseAddress } from './address.ts';
import { SOCAT_HELP, SOCAT_VERSION } from './help.ts';
import { acceptClient, isListening } from './listen.ts';
import { SocatLog } from './log.ts';
import { openAddress } from './open-address.ts';
import { type Channel, type TransferOptions, transfer } from './transfer.ts';

interface Settings extends TransferOptions {
	readonly log: SocatLog;
	readonly words: readonly string[];
	readonly says?: string;
}

/**
 * socat between files, programs, TCP, UDP and local sockets. Compared with socat 1.7.4. Differs: no TLS, terminals, raw
 * sockets, proxies; programs have pipes where socat makes a pair of sockets.
 */
export const socat = unixCommand({
	name: 'socat',
	paths: ['/usr/bin/socat'],
	size: 433_952,
	*main({ process, args, out }) {
		const settings = settingsOf(process, args);
		if (settings.says !== undefined) {
			yield* out.write(settings.says);
			return 0;
		}
		const { log, words } = settings;
		if (words.length !== 2) {
			throw log.fatal(`exactly 2 addresses required (there are ${words.length}); use option "-h" for help`);
		}
		const pairs = words.map((word) => word.split('!!').map((part) => parseAddress(part, log)));
		return yield* openFirst(process, settings, pairs);
	},
});

/** Options stand before the addresses. */
function settingsOf(process: Process, args: readonly string[]): Settings {
	let level = 2;
	let name = 'socat';
	const values = new Map<string, string>();
	let at = 0;
	for (; at < args.length; at++) {
		const word = args[at] as string;
		if (!/^-./.test(word) || word.startsWith('-,')) break;
		const letter = word.charAt(1);
		if (/^-d+\d?$/.test(word)) {
			const digit = /\d$/.exec(word);
			level = digit === null ? level + word.length - 1 : Number(digit[0]) + 2;
		} else if (word.startsWith('-lp')) name = word.slice(3);
		else if (/^-(?:[vxuUgs46D?hV]|l[smuh])$/.test(word) || /^-hh+$/.test(word)) values.set(letter, '');
		else if (/^-[btT]/.test(word)) {
			const value = word.length > 2 ? word.slice(2) : (args[++at] ?? '');
			if (!/^\d*\.?\d+$/.test(value)) {
				throw new SocatLog(process, level, name).fatal(`parseopts(): missing numerical value of option "-${letter}"`);
			}
			values.set(letter, value);
		} else throw new SocatLog(process, level, name).fatal(`unknown option "${word}"; use option "-h" for help`);
	}
	const seconds = (letter: string, usual: number): number => Number(values.get(letter) ?? usual) * 1000;
	return {
		log: new SocatLog(process, level, name),
		words: args.slice(at),
		bufferBytes: Math.min(65_536, Math.max(1, Number(values.get('b') ?? 8192))),
		closeMs: seconds('t', 0.5),
		idleMs: values.has('T') ? seconds('T', 0) : Number.POSITIVE_INFINITY,
		directions: [!values.has('U'), !values.has('u')],
		verbose: values.has('v'),
		hexadecimal: values.has('x'),
		...((values.has('h') || values.has('?')) && { says: SOCAT_HELP }),
		...(values.has('V') && { says: SOCAT_VERSION }),
	};
}

type Pairs = readonly (readonly Address[])[];

/** The left end comes first: who listens there has its client before the right end is opened. */
function* openFirst(process: Process, settings: Settings, pairs: Pairs): Task<number> {
	const [reads, writes] = settings.directions;
	const left = yield* openEnd(
		process,
		settings,
		pairs[0] as readonly Address[],
		{ reads, writes },
		(child, log, channel) => serveChild(child, { ...settings, log }, pairs, channel),
	);
	return yield* openSecond(process, settings, pairs, left);
}

/** A child of a listener with `fork`: what ends it is said, and ends it alone. */
function* serveChild(process: Process, settings: Settings, pairs: Pairs, left: Channel): Task<number> {
	try {
		return yield* openSecond(process, settings, pairs, left);
	} catch (error) {
		if (!(error instanceof Exit)) throw error;
		yield* settings.log.raw(error.message);
		return error.status;
	}
}

function* openSecond(process: Process, settings: Settings, pairs: Pairs, left: Channel): Task<number> {
	const [fromLeft, fromRight] = settings.directions;
	const use = { reads: fromRight, writes: fromLeft };
	const right = yield* openEnd(process, settings, pairs[1] as readonly Address[], use, (child, log, channel) =>
		join(child, { ...settings, log }, left, channel),
	);
	return yield* join(process, settings, left, right);
}

/** One end; with "!!" what is read from and what is written to are two. */
function* openEnd(
	process: Process,
	{ log }: Settings,
	addresses: readonly Address[],
	use: { readonly reads: boolean; readonly writes: boolean },
	serve: (process: Process, log: SocatLog, channel: Channel) => Task<number>,
): Task<Channel> {
	const [first, second] = addresses as [Address, Address | undefined];
	if (second === undefined) {
		if (isListening(first)) return yield* acceptClient(process, log, first, serve);
		return yield* openAddress(process, log, first, use);
	}
	const source = yield* openAddress(process, log, first, { reads: true, writes: false });
	const sink = yield* openAddress(process, log, second, { reads: false, writes: true });
	return { ...source, kind: sink.kind, writeFd: sink.writeFd };
}

function* join(process: Process, settings: Settings, left: Channel, right: Channel): Task<number> {
	const { log } = settings;
	yield* transfer(process, log, [left, right], settings);
	for (const { pid, readFd, writeFd } of [left, right]) {
		if (pid === undefined) continue;
		for (const fd of [readFd, writeFd]) if (process.fileDescriptors().includes(fd)) process.close(fd);
		yield* process.sleep(1);
		const result = yield* process.wait(pid, { nohang: true });
		const status = result?.kind === 'exited' || result?.kind === 'signaled' ? shellStatus(result) : 0;
		if (status !== 0) throw log.fatal(`waitpid(): child ${pid} exited with status ${status}`);
	}
	yield* log.notice('exiting with status 0');
	return 0;
}
