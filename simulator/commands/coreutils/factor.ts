import { gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { LineReader } from '../stdio.ts';
import { primeFactors } from './prime-factors.ts';
import { COREUTILS } from './version.ts';

export const factor = gnuCommand({
	name: 'factor',
	paths: ['/usr/bin/factor'],
	size: 72_096,
	version: `factor ${COREUTILS}`,
	help: `Usage: factor [NUMBER]...
  or:  factor OPTION
Print the prime factors of each specified integer NUMBER.  If none
are specified on the command line, read them from standard input.

  -h, --exponents   print repeated factors as p^e
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/factor>
or available locally via: info '(coreutils) factor invocation'
`,
	options: { exponents: flag('h', 'exponents') },
	*main(run) {
		let status = 0;
		const words: string[] = [...run.operands];
		if (words.length === 0)
			words.push(...(yield* new LineReader(run.process, 0).rest()).split(/\s+/).filter((each) => each !== ''));
		for (const word of words) {
			const digits = /^ *\+?(\d+)$/.exec(word)?.[1];
			if (digits === undefined || digits.length > DIGITS_MAX) {
				const problem = digits === undefined ? 'is not a valid positive integer' : 'is too large';
				yield* run.complain(`‘${word.trimStart()}’ ${problem}`);
				status = 1;
				continue;
			}
			const number = BigInt(digits);
			const factors = yield* primeFactors(number, run.process);
			yield* run.out.write(`${number}:${shown(factors, run.values.exponents === true)}\n`);
		}
		return status;
	},
});

/** Longer ones would take longer than anybody waits. */
const DIGITS_MAX = 40;

function shown(factors: readonly bigint[], exponents: boolean): string {
	if (!exponents) return factors.map((each) => ` ${each}`).join('');
	const powers = new Map<bigint, number>();
	for (const each of factors) powers.set(each, (powers.get(each) ?? 0) + 1);
	return [...powers].map(([prime, power]) => (power === 1 ? ` ${prime}` : ` ${prime}^${power}`)).join('');
}
