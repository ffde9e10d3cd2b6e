import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { launch, shellStatus, waitFor } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { SYSTEMD_VERSION } from './systemd-help.ts';

const HELP = `systemd-cat [OPTIONS...] COMMAND ...

Execute process with stdout/stderr connected to the journal.

  -h --help                      Show this help
     --version                   Show package version
  -t --identifier=STRING         Set syslog identifier
  -p --priority=PRIORITY         Set priority value (0..7)
     --stderr-priority=PRIORITY  Set priority value (0..7) used for stderr
     --level-prefix=BOOL         Control whether level prefix shall be parsed

See the systemd-cat(1) man page for details.
`;
const PRIORITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];
const READ_BYTES = 65_536;

/** Lines of a command's output, or of its own input, become entries of the journal. */
export const systemdCat = unixCommand({
	name: 'systemd-cat',
	paths: ['/usr/bin/systemd-cat'],
	size: 18_896,
	*main({ process, args, out }) {
		const parse = () =>
			parseOptions(
				args,
				{
					identifier: withValue('t', 'identifier'),
					priority: withValue('p', 'priority'),
					errors: withValue('stderr-priority'),
					prefix: withValue('level-prefix'),
					namespace: withValue('namespace'),
					help: flag('h', 'help'),
					version: flag('version'),
				},
				true,
			);
		let options: ReturnType<typeof parse>;
		try {
			options = parse();
		} catch (error) {
			if (error instanceof OptionError) throw new Exit(1, `systemd-cat: ${error.message}\n`);
			throw error;
		}
		const { values, operands } = options;
		if (values.help || values.version) {
			yield* out.write(values.help ? HELP : SYSTEMD_VERSION);
			return 0;
		}
		const level = priorityOf(values.priority ?? 'info', 'priority');
		const services = process.port<ServiceManager>('systemd');
		if (services === undefined) throw new Exit(1, 'Failed to create stream fd: No such file or directory\n');
		let input = 0;
		let child: number | undefined;
		if (operands.length > 0) {
			const [read, write] = process.pipe();
			try {
				child = launch(process, operands, {
					fds: new Map([
						[0, 0],
						[1, write],
						[2, write],
					]),
				});
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				throw new Exit(1, `Failed to execute process: ${errorMessage(error.errno)}\n`);
			}
			process.close(write);
			input = read;
		}
		const identifier = values.identifier ?? (operands[0] ?? 'cat').replace(/^.*\//, '');
		const usesPrefix = !/^(?:0|no|n|false|f|off)$/i.test(values.prefix ?? 'yes');
		const add = (line: string): void => {
			const [, number, text = line] = (usesPrefix ? /^<([0-7])>(.*)$/s.exec(line) : null) ?? [];
			services.journal.add({
				atMs: process.now(),
				identifier,
				pid: child ?? process.pid,
				unit: '',
				text,
				priority: number === undefined ? level : Number(number),
			});
		};
		let rest = '';
		for (;;) {
			const bytes = yield* process.read(input, READ_BYTES);
			if (bytes.length === 0) break;
			const lines = (rest + decodeUtf8(bytes)).split('\n');
			rest = lines.pop() as string;
			for (const line of lines) {
				add(line);
				yield* process.tick();
			}
		}
		if (rest !== '') add(rest);
		return child === undefined ? 0 : shellStatus(yield* waitFor(process, child));
	},
});

function priorityOf(word: string, what: string): number {
	const found = PRIORITIES.indexOf(word === 'warn' ? 'warning' : word === 'error' ? 'err' : word);
	const level = found < 0 && /^[0-7]$/.test(word) ? Number(word) : found;
	if (level < 0) throw new Exit(1, `Failed to parse ${what} value.\n`);
	return level;
}
