import { CommandReader } from '../../simulator/shell/syntax/command-reader.ts';

/** A complete command of a script, with its here-documents. */
export interface Statement {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** What only waits or looks leaves the cluster as it is, however it is misspelt. */
const WAITS =
	/\brollout status\b|\bkubectl\b.*\bwait\b|^\s*(?:sleep|for|until|while|if|do|done|then|fi|true|wait)\b|^\s*#/;
const LOOKS =
	/^\s*(?:kubectl(?: -n \S+)? (?:get|describe|logs|top|explain|diff)|cat|ls|head|tail)\b[^|>$<]*(?:\|\s*(?:grep|head|tail|wc|sort|uniq|jq|cut)\b[^|>$<]*)*$/;

/** Cuts a bash script into its complete commands. */
export function statementsOf(script: string): Statement[] {
	const reader = new CommandReader(script, { dialect: 'bash', extendedGlob: true, final: true });
	const statements: Statement[] = [];
	let at = 0;
	for (let command = reader.read(); command !== undefined; command = reader.read()) {
		const start = script.indexOf(command.text, at);
		at = start + command.text.length;
		statements.push({ start, end: at, text: command.text });
	}
	return statements;
}

/** Whether a command does something that a check could see. */
export function acts({ text }: Statement): boolean {
	return text.split('\n').some((line) => line.trim() !== '' && !onlyWaits(line));
}

export function onlyWaits(line: string): boolean {
	return WAITS.test(line) || LOOKS.test(line);
}

/** The line around a position. */
export function lineAt(script: string, position: number): string {
	const end = script.indexOf('\n', position);
	return script.slice(script.lastIndexOf('\n', position - 1) + 1, end < 0 ? script.length : end);
}
