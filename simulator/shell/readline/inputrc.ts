import { FUNCTION_NAMES } from './function-names.ts';
import type { Binding, KeyBindings } from './key-bindings.ts';
import { decodeSequence, sequenceName } from './key-names.ts';
import { keymapNamed } from './keymaps.ts';

/** What an inputrc's conditions ask about. */
export interface InputrcSurroundings {
	readonly terminal: string;
	/** A file of `$include`; undefined when it cannot be read. */
	readonly read: (path: string) => string | undefined;
	/** `set editing-mode`. */
	readonly setMode: (vi: boolean) => void;
}

/** Obeys an inputrc. What is wrong in it is passed over. Models readline bind.c. */
export function readInputrc(text: string, bindings: KeyBindings, around: InputrcSurroundings, depth = 0): void {
	const conditions: boolean[] = [];
	for (const raw of text.split('\n')) {
		const line = raw.trim();
		if (line === '' || line.startsWith('#')) continue;
		const directive = /^\$(\w+)\s*(.*)$/.exec(line);
		if (directive !== null) {
			const holds = directive[1] === 'if' && conditionHolds(directive[2] as string, bindings, around);
			if (directive[1] === 'if') conditions.push(holds);
			else if (directive[1] === 'else' && conditions.length > 0) conditions.push(!conditions.pop());
			else if (directive[1] === 'endif') conditions.pop();
			else if (directive[1] === 'include' && conditions.every(Boolean) && depth < 5) {
				const included = around.read(directive[2] as string);
				if (included !== undefined) readInputrc(included, bindings, around, depth + 1);
			}
			continue;
		}
		if (conditions.every(Boolean)) obeyLine(line, bindings, around);
	}
}

function conditionHolds(condition: string, bindings: KeyBindings, around: InputrcSurroundings): boolean {
	const mode = /^mode\s*=\s*(\w+)$/.exec(condition)?.[1];
	if (mode !== undefined) return mode === bindings.variable('editing-mode');
	const term = /^term\s*=\s*(\S+)$/.exec(condition)?.[1];
	if (term !== undefined) return term === around.terminal || term === around.terminal.split('-')[0];
	const version = /^version\s*(>=|<=|==|=|!=|>|<)\s*(\d+)(?:\.(\d+))?$/.exec(condition);
	if (version !== null) {
		const wanted = Number(version[2]) * 100 + Number(version[3] ?? '0');
		const difference = 802 - wanted;
		const operator = version[1] as string;
		if (difference === 0) return operator.includes('=') && operator !== '!=';
		return operator === '!=' || operator.startsWith(difference > 0 ? '>' : '<');
	}
	return condition.toLowerCase() === 'bash';
}

/** One line of an inputrc, or of `bind`. What is wrong with it, in readline's words; undefined when it is obeyed. */
export function obeyLine(line: string, bindings: KeyBindings, around: InputrcSurroundings): string | undefined {
	const assignment = /^set\s+(\S+)\s*(.*)$/i.exec(line);
	if (assignment !== null) {
		const name = (assignment[1] as string).toLowerCase();
		const value = (assignment[2] as string).trim();
		if (name === 'keymap') {
			const keymap = keymapNamed(value);
			if (keymap !== undefined) bindings.target = keymap;
		}
		if (name === 'editing-mode') {
			around.setMode(value === 'vi');
			bindings.target = value === 'vi' ? 'vi-insert' : 'emacs';
		}
		const text = name.endsWith('mode-string') ? decodeSequence(value.replace(/^(['"])(.*)\1$/, '$2')) : value;
		return bindings.setVariable(name, text) ? undefined : `${name}: unknown variable name`;
	}
	const quoted = /^"((?:\\.|[^"\\])*)"\s*:\s*(.*)$/s.exec(line);
	const named = quoted === null ? /^([^\s:"]+)\s*:\s*(.*)$/s.exec(line) : null;
	if (quoted === null && named === null) return `${line}: no key sequence terminator`;
	const sequence =
		quoted !== null
			? sequenceName(decodeSequence(quoted[1] as string))
			: namedKey((named as RegExpExecArray)[1] as string);
	const binding = bindingOf((quoted ?? named)?.[2] as string);
	if (binding === undefined) return undefined;
	bindings.bind(bindings.target, sequence, binding);
	return undefined;
}

/** `Control-u`, `Meta-Rubout`, `TAB`. */
function namedKey(text: string): string {
	const parts = text.split('-');
	const last = parts.at(-1) as string;
	const lower = parts.slice(0, -1).map((part) => part.toLowerCase());
	const control = lower.some((part) => part === 'control' || part === 'ctrl' || part === 'c');
	const meta = lower.some((part) => part === 'meta' || part === 'm');
	const char = NAMED[last.toLowerCase()] ?? last.slice(0, 1);
	const code = control ? (char === '?' ? '\x7f' : String.fromCharCode(char.toUpperCase().charCodeAt(0) & 0x1f)) : char;
	return sequenceName((meta ? '\x1b' : '') + code);
}

const NAMED: { readonly [name: string]: string } = {
	del: '\x7f',
	rubout: '\x7f',
	esc: '\x1b',
	escape: '\x1b',
	lfd: '\n',
	newline: '\n',
	ret: '\r',
	return: '\r',
	spc: ' ',
	space: ' ',
	tab: '\t',
};

function bindingOf(text: string): Binding | undefined {
	const macro = /^(["'])((?:\\.|(?!\1)[^\\])*)\1/s.exec(text);
	if (macro !== null) return { kind: 'macro', text: decodeSequence(macro[2] as string) };
	const name = text.split(/\s/)[0]?.toLowerCase() as string;
	return FUNCTION_NAMES.includes(name) ? { kind: 'function', name } : undefined;
}
