import { type Process, type Stat, SystemError } from '../../../kernel/process-api.ts';
import { nothing, type Task } from '../../../machinery/task.ts';
import { launch, shellStatus, waitFor } from '../../launch.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../../options.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { agreed, receive, type ScpSide, sendPath } from './scp-copy.ts';
import { type Place, placeOf, remoteWord } from './scp-places.ts';
import { LostConnection, ScpStream } from './scp-stream.ts';

const TABLE = {
	recursive: flag('r'),
	preserve: flag('p'),
	quiet: flag('q'),
	verbose: flag('v'),
	port: withValue('P'),
	identity: withValue('i'),
	option: withValue('o'),
	config: withValue('F'),
	jump: withValue('J'),
	cipher: withValue('c'),
	program: withValue('S'),
	limit: withValue('l'),
	setting: withValue('D', 'X'),
	ignored: flag('3', '4', '6', 'A', 'B', 'C', 'O', 'R', 's', 'T'),
	/** How the program is called over there. */
	sink: flag('t'),
	source: flag('f'),
	intoDirectory: flag('d'),
} as const;

type Options = ParsedOptions<typeof TABLE>;

const USAGE = `usage: scp [-346ABCOpqRrsTv] [-c cipher] [-D sftp_server_path] [-F ssh_config]
           [-i identity_file] [-J destination] [-l limit] [-o ssh_option]
           [-P port] [-S program] [-X sftp_option] source ... target
`;

/**
 * OpenSSH's scp: ssh runs the same program over there. Differs: the two speak rcp's protocol, not SFTP; what goes wrong is
 * told in the words of the newer one. Models OpenSSH scp.c.
 */
export const scp = unixCommand({
	name: 'scp',
	paths: ['/usr/bin/scp'],
	size: 191_320,
	*main(run) {
		let options: Options;
		try {
			options = parseOptions(run.args, TABLE);
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Exit(1, `${error.message.replace(/^invalid option -- '(.)'$/, 'unknown option -- $1')}\n${USAGE}`);
		}
		const [last, ...others] = [...options.operands].reverse();
		if (options.values.sink || options.values.source) return yield* serve(run, options);
		if (last === undefined || others.length === 0) throw new Exit(1, USAGE);
		const sources = others.reverse();
		const target = placeOf(last);
		if (target.host !== undefined) return yield* upload(run, options, sources, target);
		let status = 0;
		for (const source of sources) {
			const each = yield* download(run, options, placeOf(source), target.path, sources.length > 1);
			if (each !== 0) status = each;
		}
		return status;
	},
});

function sideOf(run: UnixRun, { values }: Options, stream: ScpStream): ScpSide {
	const { process } = run;
	const start = process.now();
	return {
		process,
		stream,
		recursive: values.recursive === true,
		preserve: values.preserve === true,
		complain: (text) => run.say(`scp: ${text}\n`),
		onCopied: (name, bytes) =>
			values.quiet || values.sink || values.source || !process.isatty(1)
				? nothing()
				: run.out.write(meter(name, bytes, process.now() - start, process.terminalSize(1).columns)),
	};
}

/** The last state of the line that shows how far it is. Models progressmeter.c refresh_progress_meter. */
function meter(name: string, bytes: number, elapsedMs: number, columns: number): string {
	const width = Math.max(0, columns - 36);
	const rate = bytes / Math.max(elapsedMs / 1000, 0.001);
	const seconds = Math.floor(elapsedMs / 1000);
	const time = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
	return `\r${name.slice(0, width).padEnd(width)} 100% ${sizeText(bytes)}${rateText(rate)}/s   ${time}    \n`;
}

const UNITS = ' KMGT';

function sizeText(bytes: number): string {
	let [value, unit] = [bytes, 0];
	for (; value >= 10_000; unit++) value = Math.floor((value + 512) / 1024);
	return `${String(value).padStart(4)}${UNITS[unit]}B`;
}

function rateText(bytes: number): string {
	let [hundredths, unit] = [Math.floor(bytes * 100), 1];
	for (hundredths = Math.floor((hundredths + 512) / 1024); hundredths >= 100 * 1000; unit++) {
		hundredths = Math.floor((hundredths + 512) / 1024);
	}
	return ` ${String(Math.floor(hundredths / 100)).padStart(3)}.${Math.floor((hundredths % 100) / 10)}${UNITS[unit]}B`;
}

/** Over there: the other end is ssh's. */
function* serve(run: UnixRun, options: Options): Task<number> {
	const { process } = run;
	const { values, operands } = options;
	const stream = new ScpStream(process, 0, 1);
	const side = { ...sideOf(run, options, stream), complain: (text: string) => stream.refuse(text) };
	try {
		if (values.sink) {
			const [target = '.'] = operands;
			if (values.intoDirectory && statOf(process, target)?.type !== 'directory') {
				yield* stream.refuse(`${target}: Not a directory`);
				return 1;
			}
			return (yield* receive({ ...side, complain: () => nothing() }, target, 'dest open')) ? 0 : 1;
		}
		if (!(yield* agreed(side))) return 1;
		return (yield* sendAll(side, operands, (path) => `${path}: No such file or directory`, 'download')) ? 0 : 1;
	} catch (error) {
		if (error instanceof LostConnection) return 1;
		throw error;
	}
}

function* sendAll(
	side: ScpSide,
	paths: readonly string[],
	missing: (path: string) => string,
	way: 'download' | 'local',
): Task<boolean> {
	let all = true;
	for (const path of paths) {
		const stat = statOf(side.process, path);
		const isFolder = stat?.type === 'directory';
		if (stat === undefined) yield* side.complain(missing(path));
		else if (isFolder && !side.recursive) {
			yield* side.complain(
				way === 'local' ? `local "${path}" is not a regular file` : `download ${path}: not a regular file`,
			);
		} else if (yield* sendPath(side, path, stat)) continue;
		all = false;
	}
	return all;
}

function statOf(process: Process, path: string): Stat | undefined {
	try {
		return process.stat(path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* upload(run: UnixRun, options: Options, sources: readonly string[], target: Place): Task<number> {
	const into = sources.length > 1 ? ' -d' : '';
	const there = sources.map(placeOf);
	let status = 0;
	for (const source of there.filter(({ host }) => host !== undefined)) {
		const each = yield* between(run, options, source, target, into);
		if (each !== 0) status = each;
	}
	const own = there.filter(({ host }) => host === undefined).map(({ path }) => path);
	if (own.length === 0) return status;
	const peer = startPeer(run, options, target, `-t${into}`);
	const side = sideOf(run, options, peer.stream);
	try {
		if (!(yield* agreed(side))) status = 1;
		else {
			for (const path of own) {
				if (yield* sendAll(side, [path], (each) => `stat local "${each}": No such file or directory`, 'local'))
					continue;
				status = 1;
				if (statOf(run.process, path) !== undefined)
					yield* side.complain(`failed to upload file ${path} to ${target.path}`);
			}
		}
	} catch (error) {
		if (!(error instanceof LostConnection)) throw error;
		return yield* lost(run, peer);
	}
	return (yield* peer.end()) === 255 ? 255 : status;
}

function* download(run: UnixRun, options: Options, source: Place, target: string, several: boolean): Task<number> {
	if (source.host === undefined) return yield* copyHere(run, options, source.path, target);
	if (several && statOf(run.process, target)?.type !== 'directory') {
		throw new Exit(1, `scp: ${target}: Not a directory\n`);
	}
	const peer = startPeer(run, options, source, '-f');
	const side = sideOf(run, options, peer.stream);
	let heard = false;
	let all = false;
	try {
		const complain = (text: string): Task<void> => side.complain(text);
		all = yield* receive({ ...side, complain }, target, 'open local');
		heard = true;
	} catch (error) {
		if (!(error instanceof LostConnection)) throw error;
	}
	const status = yield* peer.end();
	if (status === 255 || !heard) return yield* lost(run, peer);
	return all && status === 0 ? 0 : 1;
}

function* lost(run: UnixRun, peer: Peer): Task<number> {
	yield* peer.end();
	yield* run.say('scp: Connection closed\r\n');
	return 255;
}

function* copyHere(run: UnixRun, { values }: Options, source: string, target: string): Task<number> {
	const flags = [...(values.recursive ? ['-r'] : []), ...(values.preserve ? ['-p'] : [])];
	const pid = launch(run.process, ['cp', ...flags, '--', source, target]);
	return shellStatus(yield* waitFor(run.process, pid)) === 0 ? 0 : 1;
}

interface Peer {
	readonly stream: ScpStream;
	/** Hangs up and waits. */
	readonly end: () => Task<number>;
}

function sshWords({ given, values }: Options, { host = '', path }: Place, mode: string): string[] {
	const passed = given.flatMap(({ key, value }) => {
		if (key === 'port') return ['-p', value ?? ''];
		if (key === 'identity') return ['-i', value ?? ''];
		return key === 'option' ? ['-o', value ?? ''] : key === 'quiet' ? ['-q'] : [];
	});
	const flags = `${values.recursive ? ' -r' : ''}${values.preserve ? ' -p' : ''}`;
	return ['ssh', '-x', ...passed, '-T', host, `scp${flags} ${mode} ${remoteWord(path)}`];
}

/** ssh as a child, that runs scp over there. */
function startPeer(run: UnixRun, options: Options, place: Place, mode: string): Peer {
	const { process } = run;
	const [input, output] = [process.pipe(), process.pipe()];
	const fds = new Map([
		[0, input[0]],
		[1, output[1]],
		[2, 2],
	]);
	const pid = launch(process, sshWords(options, place, mode), { fds });
	process.close(input[0]);
	process.close(output[1]);
	process.onSignal('PIPE', 'ignore');
	let status: number | undefined;
	return {
		stream: new ScpStream(process, output[0], input[1]),
		end: () =>
			endPeer(process, pid, input[1], status, (known) => {
				status = known;
			}),
	};
}

function* endPeer(
	process: Process,
	pid: number,
	fd: number,
	known: number | undefined,
	remember: (status: number) => void,
): Task<number> {
	if (known !== undefined) return known;
	process.close(fd);
	const status = shellStatus(yield* waitFor(process, pid));
	remember(status);
	return status;
}

/** From one machine to another, through this one: each is the other's partner. */
function* between(run: UnixRun, options: Options, source: Place, target: Place, into: string): Task<number> {
	const { process } = run;
	const [forth, back] = [process.pipe(), process.pipe()];
	const start = (words: readonly string[], input: number, output: number): number =>
		launch(process, words, {
			fds: new Map([
				[0, input],
				[1, output],
				[2, 2],
			]),
		});
	const first = start(sshWords(options, source, '-f'), back[0], forth[1]);
	const second = start(sshWords(options, target, `-t${into}`), forth[0], back[1]);
	for (const fd of [...forth, ...back]) process.close(fd);
	const statuses = [yield* waitFor(process, first), yield* waitFor(process, second)].map(shellStatus);
	return statuses.includes(255) ? 255 : statuses.some((status) => status !== 0) ? 1 : 0;
}
