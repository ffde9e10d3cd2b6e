import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { parseKeys, showKeys } from '../keys/key-names.ts';
import type { MapMode } from '../keys/mappings.ts';
import { VimError } from '../vim-error.ts';
import type { ExCommand, ExKind } from './ex-command.ts';
import { textOfValue } from './expression-value.ts';

const MODES: Readonly<Record<string, readonly MapMode[]>> = {
	'': ['n', 'x', 's', 'o'],
	'!': ['i', 'c'],
	n: ['n'],
	v: ['x', 's'],
	x: ['x'],
	s: ['s'],
	o: ['o'],
	i: ['i'],
	c: ['c'],
};

/** `:map` and all its forms. */
function* map({ editor, name, bang, args }: ExCommand): Task<void> {
	const prefix = /^([nvxsoic]?)(nore|un)?map(clear)?$|^([nvxsoic]?)mapclear$/.exec(name) as RegExpExecArray;
	const letter = bang ? '!' : (prefix[1] ?? prefix[4] ?? '');
	const modes = MODES[letter] as readonly MapMode[];
	let rest = args;
	const flags = new Set<string>();
	for (let flag = FLAG.exec(rest); flag !== null; flag = FLAG.exec(rest)) {
		flags.add((flag[1] as string).toLowerCase());
		rest = rest.slice(flag[0].length);
	}
	const buffer = flags.has('buffer') ? editor.buffer.number : undefined;
	if (name.endsWith('clear')) {
		editor.keys.mappings.clear(modes, buffer);
		return;
	}
	const leader = textOfValue(editor.variables.get('mapleader') ?? '\\');
	if (prefix[2] === 'un') {
		if (rest.trim() === '') throw new VimError('E474: Invalid argument');
		if (!editor.keys.mappings.remove(modes, parseKeys(rest.trimEnd(), leader), buffer))
			throw new VimError('E31: No such mapping');
		return;
	}
	const split = /^(\S+)(?:\s+(.*))?$/s.exec(rest);
	if (split === null || split[2] === undefined || split[2] === '') {
		list(editor, modes, split?.[1] === undefined ? '' : showKeys(parseKeys(split[1], leader)));
		return;
	}
	const keys = parseKeys(split[1] as string, leader);
	const source = split[2];
	const result = parseKeys(source, leader);
	const expression = flags.has('expr');
	const added = editor.keys.mappings.add(modes, {
		keys,
		result,
		source,
		recursive: prefix[2] !== 'nore',
		silent: flags.has('silent'),
		expression,
		buffer,
	});
	if (!added) throw new VimError('E342: Out of memory!');
	yield* editor.tick();
}

const FLAG = /^<(silent|buffer|expr|unique|nowait|script|special)>\s*/i;

function list(editor: Editor, modes: readonly MapMode[], prefix: string): void {
	const lines = editor.keys.mappings
		.list()
		.filter(
			({ modes: own, mapping }) =>
				modes.some((mode) => own.includes(mode)) && showKeys(mapping.keys).startsWith(prefix),
		)
		.map(({ modes: own, mapping }) => {
			const shown = own === 'nxso' ? '   ' : own === 'xs' ? 'v  ' : own === 'ic' ? '!  ' : own.padEnd(3);
			const star = mapping.recursive ? ' ' : '*';
			return `${shown}${showKeys(mapping.keys).padEnd(12)} ${star}${mapping.buffer === undefined ? ' ' : '@'}${showKeys(mapping.result)}`.replace(
				/ {2}(?=\S+$)/,
				'  ',
			);
		});
	if (lines.length === 0) editor.messages.say('No mapping found');
	else editor.messages.list(lines);
}

/** `:abbreviate` and its forms. */
function* abbreviate({ editor, name, args }: ExCommand): Task<void> {
	const modes = name.startsWith('i') ? 'i' : name.startsWith('c') && name !== 'clear' ? 'c' : 'ic';
	if (name.endsWith('clear')) {
		editor.abbreviations.clear();
		return;
	}
	if (name.includes('una')) {
		if (!editor.abbreviations.delete(args.trim())) throw new VimError('E24: No such abbreviation');
		return;
	}
	const match = /^(?:<(?:silent|buffer|expr)>\s*)*(\S+)\s+(.+)$/s.exec(args);
	if (match === null) {
		const lines = [...editor.abbreviations].map(
			([word, { text, modes: own }]) => `${own === 'ic' ? '! ' : `${own} `} ${word.padEnd(12)} ${text}`,
		);
		if (lines.length === 0) editor.messages.say('No abbreviation found');
		else editor.messages.list(lines);
		return;
	}
	if (editor.abbreviations.size > 2_000) throw new VimError('E342: Out of memory!');
	const text = parseKeys(match[2] as string)
		.map((key) => (key === '\r' ? '\n' : key))
		.join('');
	editor.abbreviations.set(match[1] as string, { text, modes });
	yield* editor.tick();
}

const mapping = (name: string, least: number): ExKind => ({
	name,
	least,
	run: map,
	lines: 'none',
	takesQuote: true,
	takesBar: false,
});
const abbreviation = (name: string, least: number): ExKind => ({
	name,
	least,
	run: abbreviate,
	lines: 'none',
	takesQuote: true,
});

export const MAP_COMMANDS: readonly ExKind[] = [
	mapping('map', 3),
	mapping('noremap', 2),
	mapping('unmap', 3),
	mapping('mapclear', 4),
	...[...'nvxsoic'].flatMap((mode) => [
		mapping(`${mode}map`, mode === 's' || mode === 'o' || mode === 'x' ? 4 : mode === 'c' ? 2 : mode === 'i' ? 2 : 2),
		mapping(
			`${mode}noremap`,
			mode === 'i' ? 3 : mode === 'o' ? 3 : mode === 'c' ? 3 : mode === 'n' ? 2 : mode === 'v' ? 2 : 3,
		),
		mapping(
			`${mode}unmap`,
			mode === 'i' ? 2 : mode === 'o' ? 2 : mode === 'c' ? 2 : mode === 'n' ? 3 : mode === 'v' ? 2 : 5,
		),
		mapping(`${mode}mapclear`, 5),
	]),
	abbreviation('abbreviate', 2),
	abbreviation('abclear', 3),
	abbreviation('iabbrev', 2),
	abbreviation('inoreabbrev', 5),
	abbreviation('noreabbrev', 5),
	abbreviation('cabbrev', 2),
	abbreviation('cnoreabbrev', 5),
	abbreviation('unabbreviate', 3),
	abbreviation('iunabbrev', 3),
	abbreviation('cunabbrev', 4),
];
