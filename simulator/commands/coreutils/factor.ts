import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { gnuCommand } from '../gnu-command.ts';
import { LineReader } from '../stdio.ts';
import { COREUTILS } from './version.ts';

export const factor = gnuCommand({
	name: 'factor',
	paths: ['/usr/bin/factor'],
	size: 72_096,
	version: `factor ${COREUTILS}`,
	help: `Usage: factor [NUMBER]...
  or:  /usr/bin/factor OPTION
Print the prime factors of each specified integer NUMBER.  If none
are specified on the command line, read them from standard input.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/factor>
or available locally via: info '(coreutils) factor invocation'
`,
	options: {},
	*main(run) {
		let status = 0;
		const words: string[] = [...run.operands];
		if (words.length === 0)
			words.push(...(yield* new LineReader(run.process, 0).rest()).split(/\s+/).filter((each) => each !== ''));
		for (const word of words) {
			if (!/^\+?\d{1,18}$/.test(word)) {
				yield* run.complain(
					/^\+?\d+$/.test(word) ? `‘${word}’ is too large` : `‘${word}’ is not a valid positive integer`,
				);
				status = 1;
				continue;
			}
			const number = BigInt(word);
			const factors = yield* factorsOf(number, run.process);
			yield* run.out.write(`${number}:${factors.map((each) => ` ${each}`).join('')}\n`);
		}
		return status;
	},
});

/** Trial division: a step a candidate, so that a long search leaves others their turn. */
function* factorsOf(number: bigint, process: Process): Task<bigint[]> {
	const factors: bigint[] = [];
	let rest = number;
	for (let candidate = 2n; candidate * candidate <= rest; candidate += candidate === 2n ? 1n : 2n) {
		yield* process.tick();
		while (rest % candidate === 0n) {
			factors.push(candidate);
			rest /= candidate;
		}
	}
	if (rest > 1n) factors.push(rest);
	return factors;
}
