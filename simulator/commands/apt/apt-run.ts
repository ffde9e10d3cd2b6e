import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun } from '../unix-command.ts';

/** How apt and apt-get were called. */
export interface AptRun extends UnixRun {
	readonly options: ReadonlySet<string>;
	/** Packages, patterns, files. */
	readonly operands: readonly string[];
}

export const assumesYes = ({ options }: AptRun): boolean =>
	['-y', '--yes', '--assume-yes', '-qq'].some((option) => options.has(option));
const isSilent = ({ options }: AptRun): boolean => options.has('-qq');

/** "Reading package lists... Done": on a terminal it says so when it is. Models apt-pkg OpTextProgress. */
export function* progress(run: AptRun, ...steps: readonly string[]): Task<void> {
	if (isSilent(run)) return;
	const end = run.process.isatty(1) ? ' Done\n' : '\n';
	for (const step of steps) yield* run.out.write(`${step}...${end}`);
	yield* run.out.flush();
}

export function* tell(run: AptRun, text: string): Task<void> {
	if (isSilent(run)) return;
	yield* run.out.write(text);
	yield* run.out.flush();
}

/** Models apt-pkg debSystem Lock. */
export function requireRoot({ process }: AptRun): void {
	if (process.credentials.uid === 0) return;
	throw new Exit(
		100,
		'E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n',
	);
}

/** "12.5 MB". Models apt-pkg SizeToStr. */
export function sizeText(bytes: number): string {
	let value = bytes;
	for (const unit of [' ', ' k', ' M', ' G']) {
		if (value < 100 && unit !== ' ') return `${value.toFixed(1)}${unit}`;
		if (value < 10_000) return `${value.toFixed(0)}${unit}`;
		value /= 1000;
	}
	return `${value.toFixed(1)} T`;
}

/** Names in lines of at most a terminal's width, two spaces in. */
export function nameLines(names: readonly string[], columns: number): string {
	const lines: string[] = [];
	let line = ' ';
	for (const name of names) {
		if (line.length + name.length + 1 > columns && line !== ' ') {
			lines.push(line);
			line = ' ';
		}
		line += ` ${name}`;
	}
	return [...lines, line].map((text) => `${text}\n`).join('');
}
