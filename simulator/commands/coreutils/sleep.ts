import { Fatal, gnuCommand } from '../gnu-command.ts';
import { COREUTILS } from './version.ts';

const UNITS: ReadonlyMap<string, number> = new Map([
	['', 1],
	['s', 1],
	['m', 60],
	['h', 3600],
	['d', 86_400],
]);

/** Milliseconds of "1.5m"; undefined when it is no time interval. */
export function parseInterval(text: string): number | undefined {
	if (text === 'infinity' || text === 'inf') return Number.POSITIVE_INFINITY;
	const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
	if (match === null) return undefined;
	return Number(match[1]) * (UNITS.get(match[2] as string) as number) * 1000;
}

/** A century: the longest the world's clock can be asked to wait at once. */
const LONGEST_MS = 3_155_760_000_000;

export const sleep = gnuCommand({
	name: 'sleep',
	paths: ['/usr/bin/sleep'],
	size: 35_336,
	version: `sleep ${COREUTILS}`,
	help: `Usage: sleep NUMBER[SUFFIX]...
  or:  sleep OPTION
Pause for NUMBER seconds.  SUFFIX may be 's' for seconds (the default),
'm' for minutes, 'h' for hours or 'd' for days.  NUMBER need not be an
integer.  Given two or more arguments, pause for the amount of time
specified by the sum of their values.

      --help        display this help and exit
      --version     output version information and exit
`,
	options: {},
	*main(run) {
		if (run.operands.length === 0) throw new Fatal('missing operand', 1, true);
		let totalMs = 0;
		for (const operand of run.operands) {
			const ms = parseInterval(operand);
			if (ms === undefined) throw new Fatal(`invalid time interval ‘${operand}’`, 1, true);
			totalMs += ms;
		}
		yield* run.process.sleep(Math.min(totalMs, LONGEST_MS));
		return 0;
	},
});
