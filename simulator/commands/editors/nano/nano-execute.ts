import type { Task } from '../../../machinery/task.ts';
import { runInShell } from '../run-in-shell.ts';
import { cutToEnd, justify } from './nano-editing.ts';
import { insertText } from './nano-files.ts';
import { EXECUTE_HELP } from './nano-keys.ts';
import { prompt } from './nano-prompt.ts';
import type { NanoState } from './nano-state.ts';

/**
 * ^T, and ^X behind ^R: what a command prints is put in; behind a bar it reads the text, or what is marked, and its
 * output takes that place. Differs: no speller, linter and formatter.
 */
export function* execute(nano: NanoState): Task<void> {
	let answer = '';
	for (;;) {
		const separate = nano.options.has('multibuffer');
		const got = yield* prompt(nano, {
			prompt: separate ? 'Command to execute in new buffer' : 'Command to execute',
			help: EXECUTE_HELP,
			answer,
			keys: ['^Z', '^V', '^J', 'M-F', 'M-\\'],
			history: nano.commands,
		});
		answer = got.text;
		if (got.key === 'M-F') nano.options.toggle('multibuffer');
		else if (got.key === 'M-\\') answer = answer.startsWith('|') ? answer.slice(1) : `|${answer}`;
		else {
			if (got.key === '^Z') yield* nano.screen.suspend();
			else if (got.key === '^V') cutToEnd(nano);
			else if (got.key === '^J') yield* justify(nano);
			else if (got.key === '^C' || answer === '') nano.say('Cancelled');
			else yield* runCommand(nano, answer);
			return;
		}
	}
}

function* runCommand(nano: NanoState, line: string): Task<void> {
	const { buffer, process } = nano;
	const here = { line: buffer.line, x: buffer.x };
	nano.commands = [...nano.commands.filter((each) => each !== line), line].slice(-100);
	const filters = line.startsWith('|');
	const region = buffer.region() ?? [
		{ line: 0, x: 0 },
		{ line: buffer.lastLine, x: (buffer.lines[buffer.lastLine] as string).length },
	];
	const input = filters ? buffer.between(region[0], region[1]).join('\n') : '';
	const shell = process.env.get('SHELL') ?? '/bin/sh';
	const result = yield* runInShell(process, shell, filters ? line.slice(1) : line, input);
	if (result === undefined) {
		nano.say('Out of memory');
		return;
	}
	const { output, status } = result;
	if (status !== 0) {
		nano.say(`Error: ${complaint(output)}`);
		return;
	}
	if (!filters) {
		yield* insertText(nano, output);
		return;
	}
	buffer.begin('filtering');
	buffer.remove(region[0], region[1]);
	buffer.insert(output.split('\n'));
	buffer.mark = undefined;
	buffer.end();
	const count = output.replace(/\n$/, '').split('\n').length;
	nano.say(`Read ${count} ${count === 1 ? 'line' : 'lines'}`);
	buffer.moveTo(Math.min(here.line, buffer.lastLine), here.x);
}

/** What the last line of a failed command's output says behind its first colon. */
function complaint(output: string): string {
	const line = output.endsWith('\n') ? (output.slice(0, -1).split('\n').at(-1) as string) : '';
	return /: (.*)$/.exec(line)?.[1] ?? '---';
}
