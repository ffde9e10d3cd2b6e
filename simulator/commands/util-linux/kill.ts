import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import { LINUX_SIGNALS, signalByName } from '../signal-names.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const USAGE = `
Usage:
 kill [options] <pid> [...]

Options:
 <pid> [...]            send signal to every <pid> listed
 -<signal>, -s, --signal <signal>
                        specify the <signal> to be sent
 -q, --queue <value>    integer value to be sent with the signal
 -l, --list=[<signal>]  list all signal names, or convert one to a name
 -L, --table            list all signal names in a nice table

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see kill(1).
`;

/** Models procps kill. */
export const kill = unixCommand({
	name: 'kill',
	paths: ['/usr/bin/kill'],
	size: 31_232,
	*main({ process, name: own, args, out, say }) {
		let signal = 'TERM';
		let rest = [...args];
		const first = rest[0];
		if (first === undefined) throw new Exit(1, USAGE);
		if (first === '-h' || first === '--help') {
			yield* out.write(USAGE);
			return 0;
		}
		if (first === '-l' || first === '--list' || first === '-L' || first === '--table') {
			const [, ...asked] = rest;
			if (asked.length === 0) yield* out.write(`${LINUX_SIGNALS.join(' ')}\n`);
			for (const word of asked) {
				const name = /^\d+$/.test(word) ? LINUX_SIGNALS[(Number(word) & 127) - 1] : undefined;
				const named = signalByName(word);
				if (name === undefined && named === undefined) throw new Exit(1, `${own}: unknown signal name ${word}\n`);
				yield* out.write(`${name ?? SIGNAL_NUMBERS[named as keyof typeof SIGNAL_NUMBERS]}\n`);
			}
			return 0;
		}
		if (first === '-s' || first === '--signal') {
			signal = rest[1] ?? '';
			rest = rest.slice(2);
		} else if (first === '--') rest = rest.slice(1);
		else if (/^-[A-Za-z0-9]+$/.test(first) && (rest.length > 1 || !/^-\d+$/.test(first))) {
			signal = first.slice(1);
			rest = rest.slice(1);
		}
		if (rest[0] === '--') rest = rest.slice(1);
		const name = signal === '0' ? 0 : signalByName(signal);
		if (name === undefined) throw new Exit(1, `${own}: invalid argument ${signal[0]}\n${USAGE}`);
		if (rest.length === 0) throw new Exit(1, USAGE);
		let status = 0;
		for (const word of rest) {
			if (!/^-?\d+$/.test(word)) {
				yield* say(`${own}: failed to parse argument: '${word}'\n`);
				status = 1;
				continue;
			}
			try {
				process.kill(Number(word), name);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* say(`${own}: (${word}): ${errorMessage(error.errno)}\n`);
				status = 1;
			}
		}
		return status;
	},
});
