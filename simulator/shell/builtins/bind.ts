import type { Task } from '../../machinery/task.ts';
import { readSmallFile } from '../expansion/tilde.ts';
import { FUNCTION_NAMES } from '../readline/function-names.ts';
import { type InputrcSurroundings, obeyLine, readInputrc } from '../readline/inputrc.ts';
import { type Binding, KeyBindings } from '../readline/key-bindings.ts';
import { decodeSequence, encodeSequence, encodeText, sequenceName } from '../readline/key-names.ts';
import { type KeymapName, keymapNamed } from '../readline/keymaps.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, type ParsedOptions, parseOptions, usageError } from './builtin.ts';

const USAGE =
	'[-lpsvPSVX] [-m keymap] [-f filename] [-q name] [-u name] [-r keyseq] [-x keyseq:shell-command] [keyseq:readline-function or readline-command]';

/** The shell's key bindings, made when they are first looked at or changed. */
export function keyBindings(shell: Shell): KeyBindings {
	if (shell.keyBindings === undefined) {
		shell.keyBindings = new KeyBindings();
		if (shell.options.set.vi) shell.keyBindings.target = 'vi-insert';
	}
	return shell.keyBindings;
}

function surroundings(shell: Shell): InputrcSurroundings {
	return {
		terminal: shell.variables.get('TERM') ?? 'dumb',
		read: (path) => readSmallFile(shell, path),
		setMode: (vi) => {
			shell.options.set.vi = vi;
			shell.options.set.emacs = !vi;
		},
	};
}

/** What an interactive shell reads before its first prompt: INPUTRC, ~/.inputrc or /etc/inputrc. */
export function loadInputrc(shell: Shell): void {
	const named = shell.variables.get('INPUTRC') ?? `${shell.variables.get('HOME') ?? ''}/.inputrc`;
	for (const path of [named, '/etc/inputrc']) {
		const text = readSmallFile(shell, path);
		if (text === '') continue;
		readInputrc(text, keyBindings(shell), surroundings(shell));
		return;
	}
}

export const BIND: Builtin = {
	usage: USAGE,
	*run(shell, args) {
		if (!shell.mode.interactive) yield* shell.complain('bind: warning: line editing not enabled');
		const parsed = parseOptions(args, 'lpsvPSVXm:f:q:u:r:x:');
		if (parsed.problem !== undefined) return yield* usageError(shell, 'bind', parsed.problem, USAGE);
		const bindings = keyBindings(shell);
		const { values } = parsed;
		const outer = bindings.target;
		const keymap = values.has('m') ? keymapNamed(values.get('m') as string) : outer;
		if (keymap === undefined) return yield* shell.fail('bind', `\`${values.get('m')}': invalid keymap name`);
		bindings.target = keymap;
		try {
			return yield* obey(shell, parsed, keymap);
		} finally {
			if (values.has('m')) bindings.target = outer;
		}
	},
};

function* obey(shell: Shell, parsed: ParsedOptions, keymap: KeymapName): Task<number> {
	const bindings = keyBindings(shell);
	const { flags, values, rest } = parsed;
	yield* shell.print('bind', listings(bindings, flags, keymap));
	const file = values.get('f');
	if (file !== undefined) {
		const text = readSmallFile(shell, file);
		if (text === '') return yield* shell.fail('bind', `${file}: cannot read: No such file or directory`);
		readInputrc(text, bindings, surroundings(shell));
	}
	let status = 0;
	const query = values.get('q');
	if (query !== undefined) status = yield* ask(shell, query, keymap);
	const unbound = values.get('u');
	if (unbound !== undefined) {
		if (!FUNCTION_NAMES.includes(unbound)) return yield* shell.fail('bind', `\`${unbound}': unknown function name`);
		for (const sequence of sequencesOf(bindings, unbound, keymap)) bindings.bind(keymap, sequence, 'nothing');
	}
	const removed = values.get('r');
	if (removed !== undefined) bindings.bind(keymap, sequenceName(decodeSequence(removed)), 'nothing');
	const command = values.get('x');
	if (command !== undefined) {
		const found = /^\s*"((?:\\.|[^"\\])*)"\s*:\s*(.*)$/s.exec(command);
		if (found === null) return yield* shell.fail('bind', `${command}: first non-whitespace character is not \`"'`);
		const text = (found[2] as string).replace(/^(["'])(.*)\1$/s, '$2');
		bindings.bind(keymap, sequenceName(decodeSequence(found[1] as string)), { kind: 'command', text });
	}
	for (const line of rest) {
		const problem = obeyLine(line, bindings, surroundings(shell));
		if (problem !== undefined) yield* shell.say(`readline: ${problem}\n`);
	}
	return status;
}

function listings(bindings: KeyBindings, flags: ReadonlySet<string>, keymap: KeymapName): string {
	let out = '';
	if (flags.has('l')) out += FUNCTION_NAMES.map((name) => `${name}\n`).join('');
	if (flags.has('p')) out += `\n${functionLines(bindings, keymap, true)}`;
	if (flags.has('P')) out += `\n${functionLines(bindings, keymap, false)}`;
	for (const [name, value] of flags.has('v') ? bindings.variables() : []) out += `set ${name} ${value}\n`;
	for (const [name, value] of flags.has('V') ? bindings.variables() : []) out += `${name} is set to \`${value}'\n`;
	for (const [sequence, binding] of bindings.all(keymap)) {
		if (binding.kind === 'macro' && flags.has('s')) out += `"${encodeSequence(sequence)}": "${shown(binding.text)}"\n`;
		if (binding.kind === 'macro' && flags.has('S'))
			out += `${encodeSequence(sequence)} outputs ${shown(binding.text)}\n`;
		if (binding.kind === 'command' && flags.has('X'))
			out += `"${encodeSequence(sequence)}": "${binding.text.replace(/["\\]/g, '\\$&')}"\n`;
	}
	return out;
}

function shown(text: string): string {
	return encodeText(text);
}

function sequencesOf(bindings: KeyBindings, name: string, keymap: KeymapName): string[] {
	const bound = (binding: Binding): boolean => binding.kind === 'function' && binding.name === name;
	return [...bindings.all(keymap)].filter(([, binding]) => bound(binding)).map(([sequence]) => sequence);
}

/** @param reusable as an inputrc has it, else in words. */
function functionLines(bindings: KeyBindings, keymap: KeymapName, reusable: boolean): string {
	let out = '';
	for (const name of FUNCTION_NAMES) {
		const sequences = sequencesOf(bindings, name, keymap).map((each) => `"${encodeSequence(each)}"`);
		if (reusable) {
			if (sequences.length === 0) out += `# ${name} (not bound)\n`;
			for (const each of sequences) out += `${each}: ${name}\n`;
		} else if (sequences.length === 0) out += `${name} is not bound to any keys\n`;
		else out += `${name} can be found on ${sequences.join(', ')}.\n`;
	}
	return out;
}

function* ask(shell: Shell, name: string, keymap: KeymapName): Task<number> {
	if (!FUNCTION_NAMES.includes(name)) return yield* shell.fail('bind', `\`${name}': unknown function name`);
	const sequences = sequencesOf(keyBindings(shell), name, keymap).map((each) => `"${encodeSequence(each)}"`);
	if (sequences.length === 0) {
		yield* shell.print('bind', `${name} is not bound to any keys.\n`);
		return 1;
	}
	return yield* shell.print('bind', `${name} can be invoked via ${sequences.join(', ')}.\n`);
}
