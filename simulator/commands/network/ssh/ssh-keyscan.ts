import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { resolveHost, textOf } from '../../../kernel/resolve-host.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { messageOf, readFrame, VERSION_LINE } from '../../../machinery/ssh/ssh-wire.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { flag, OptionError, parseOptions, withValue } from '../../options.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';

const VERSION_BYTES_MAX = 8192;
const TIMEOUT_SECONDS = 5;

const USAGE = `usage: ssh-keyscan [-46cDHqv] [-f file] [-O option] [-p port] [-T timeout]
                   [-t type] [host | addrlist namelist]
`;

/** What keys servers show. Models ssh-keyscan.c. Differs: servers have a key of one kind; names are not hashed (-H). */
export const sshKeyscan = unixCommand({
	name: 'ssh-keyscan',
	paths: ['/usr/bin/ssh-keyscan'],
	size: 453_528,
	*main(run) {
		const { values, operands } = parsed(run.args);
		const names =
			values.file === undefined
				? []
				: (yield* textOf(run.process, values.file)).split('\n').map((line) => line.trim().split(/\s+/)[0] ?? '');
		const hosts = [...names.filter((name) => name !== '' && !name.startsWith('#')), ...operands];
		if (hosts.length === 0) throw new Exit(1, USAGE);
		const types = values.types?.split(',') ?? ['ed25519'];
		let status = 1;
		for (const host of hosts.flatMap((each) => each.split(','))) {
			const key = yield* keyOf(run, host, Number(values.port ?? 22), Number(values.timeout ?? TIMEOUT_SECONDS));
			if (key === undefined) continue;
			if (!types.some((type) => /ed25519$/.test(type))) continue;
			status = 0;
			const name = values.port === undefined || values.port === '22' ? host : `[${host}]:${values.port}`;
			yield* run.out.write(`${name} ${key}\n`);
		}
		return status;
	},
});

function parsed(args: readonly string[]) {
	try {
		return parseOptions(args, {
			file: withValue('f'),
			option: withValue('O'),
			port: withValue('p'),
			timeout: withValue('T'),
			types: withValue('t'),
			ignored: flag('4', '6', 'c', 'D', 'H', 'q', 'v'),
		});
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `${error.message.replace(/^invalid option -- '(.)'$/, 'unknown option -- $1')}\r\n${USAGE}`);
	}
}

/** Undefined: nobody answers, which is said. */
function* keyOf(run: UnixRun, host: string, port: number, seconds: number): Task<string | undefined> {
	const { process } = run;
	const found = yield* resolveHost(process, host);
	if (found.kind !== 'found') {
		yield* run.say(`getaddrinfo ${host}: Name or service not known\n`);
		return undefined;
	}
	const fd = yield* connected(process, found.addresses[0] as string, port, seconds);
	if (fd === undefined) return undefined;
	const duplex = processDuplex(process, fd);
	try {
		const reader = new ByteReader(duplex);
		yield* duplex.write(encodeUtf8(`${VERSION_LINE}\r\n`));
		const version = yield* reader.line(VERSION_BYTES_MAX);
		yield* run.say(`# ${host}:${port} ${version}\n`);
		const greeting = messageOf(yield* readFrame(reader));
		return greeting.is === 'host-key' ? greeting.key : undefined;
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		return undefined;
	} finally {
		duplex.close();
	}
}

/** A server that does not answer is passed over without a word. */
function* connected(process: Process, address: string, port: number, seconds: number): Task<number | undefined> {
	try {
		return yield* process.connect(address, port, { timeoutMs: seconds * 1000 });
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return undefined;
	}
}
