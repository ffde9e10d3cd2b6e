import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import type { Task } from '../../../machinery/task.ts';
import { launch } from '../../launch.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../../options.ts';
import { LineReader } from '../../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { StreamPair } from '../ssh/stream-pair.ts';
import { SftpCommands } from './sftp-commands.ts';
import { SftpSession } from './sftp-session.ts';

const TABLE = {
	batch: withValue('b'),
	port: withValue('P'),
	identity: withValue('i'),
	option: withValue('o'),
	config: withValue('F'),
	jump: withValue('J'),
	direct: withValue('D'),
	quiet: flag('q'),
	recursive: flag('r'),
	preserve: flag('p'),
	verbose: flag('v'),
	ignored: flag('4', '6', 'A', 'a', 'C', 'f', 'N'),
	ignoredValue: withValue('B', 'c', 'l', 'R', 's', 'S', 'X'),
} as const;

const USAGE = `usage: sftp [-46AaCfNpqrv] [-B buffer_size] [-b batchfile] [-c cipher]
          [-D sftp_server_command] [-F ssh_config] [-i identity_file]
          [-J destination] [-l limit] [-o ssh_option] [-P port]
          [-R num_requests] [-S program] [-s subsystem | sftp_server]
          [-X sftp_option] destination
`;

type Options = ParsedOptions<typeof TABLE>;

/** Copies files over ssh, command by command. Models OpenSSH sftp.c. Differs: no progress meter, copy, reget, reput. */
export const sftp = unixCommand({
	name: 'sftp',
	paths: ['/usr/bin/sftp'],
	size: 195_128,
	*main(run) {
		const options = parsed(run.args);
		const { values, operands } = options;
		const [destination = ''] = operands;
		if (destination === '' && values.direct === undefined) throw new Exit(1, USAGE);
		const [, host = destination, path = ''] =
			/^(?:sftp:\/\/)?((?:[^@/]*@)?(?:\[[^\]]*\]|[^:/]+))(?::(.*))?$/.exec(destination) ?? [];
		const input = yield* batchInput(run.process, values.batch);
		const session = yield* connected(run, options, host);
		const shell = new SftpCommands(run, session, {
			quiet: values.quiet === true || values.batch !== undefined,
			recursive: values.recursive === true,
			preserve: values.preserve === true,
		});
		try {
			if (values.batch === undefined) {
				yield* run.say(
					values.direct === undefined
						? `Connected to ${host.replace(/^.*@/, '')}.\n`
						: `Attached to ${values.direct}.\n`,
				);
			}
			yield* shell.begin();
			if (path !== '') {
				const outcome = yield* shell.visit(path);
				if (outcome !== undefined) return outcome;
			}
			return yield* obeyAll(run, shell, input, values.batch !== undefined);
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
			throw new Exit(255, 'Connection closed\n');
		}
	},
});

function parsed(args: readonly string[]): Options {
	try {
		return parseOptions(args, TABLE, true);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `${error.message.replace(/^invalid option -- '(.)'$/, 'unknown option -- $1')}\n${USAGE}`);
	}
}

function* batchInput(process: Process, file: string | undefined): Task<number> {
	if (file === undefined || file === '-') return 0;
	try {
		return yield* process.open(file, { read: true });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(255, `${errorMessage(error.errno)} (${file}).\r\n`);
	}
}

/** Over ssh, or with a server that is started here. Throws Exit. */
function* connected({ process }: UnixRun, { values, given }: Options, host: string): Task<SftpSession> {
	const [theirInput, output] = process.pipe();
	const [input, theirOutput] = process.pipe();
	const letters = { identity: '-i', option: '-o', port: '-p', config: '-F', jump: '-J' } as const;
	const words = given.flatMap(({ key, value = '' }) =>
		key in letters ? [letters[key as keyof typeof letters], value] : [],
	);
	const batch = values.batch === undefined ? [] : ['-obatchmode yes'];
	const ssh = [
		'ssh',
		'-oForwardX11 no',
		'-oPermitLocalCommand no',
		'-oClearAllForwardings yes',
		...batch,
		...words,
		'-s',
		host,
		'sftp',
	];
	process.onSignal('PIPE', 'ignore');
	const fds = new Map([
		[0, theirInput],
		[1, theirOutput],
		[2, 2],
	]);
	try {
		launch(process, values.direct === undefined ? ssh : values.direct.split(' '), { fds });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `exec: ${values.direct ?? 'ssh'}: ${errorMessage(error.errno)}\n`);
	}
	process.close(theirInput);
	process.close(theirOutput);
	const session = new SftpSession(new StreamPair(process, input, output));
	try {
		yield* session.greet();
		return session;
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		throw new Exit(255, 'Connection closed\r\n');
	}
}

function* obeyAll(run: UnixRun, shell: SftpCommands, input: number, isBatch: boolean): Task<number> {
	const { process } = run;
	const lines = new LineReader(process, input);
	const isTyped = process.isatty(input);
	for (;;) {
		if (isTyped) {
			yield* run.out.write('sftp> ');
			yield* run.out.flush();
		}
		const line = yield* lines.next();
		if (line === undefined) {
			if (isTyped) yield* run.out.write('\n');
			return 0;
		}
		const echo = isTyped ? '' : `sftp> ${line}\n`;
		const outcome = yield* shell.obey(line, echo);
		yield* run.out.flush();
		if (outcome === 'quit') return 0;
		if (outcome === 'failed' && isBatch && !line.trimStart().startsWith('-')) return 1;
	}
}
