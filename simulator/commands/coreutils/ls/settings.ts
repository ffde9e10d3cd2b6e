import { Fatal, type Run } from '../../gnu-command.ts';
import { chooseWord } from '../../word-choice.ts';
import { type BlockSize, BYTES, environmentBlockSize, HUMAN, KIBIBYTES, parseBlockSize, SI } from '../block-size.ts';
import { Colours } from './colors.ts';
import type { QuotingStyle } from './names.ts';
import {
	FORMAT_WORDS,
	INDICATOR_WORDS,
	type LS_OPTIONS,
	QUOTING_WORDS,
	SORT_WORDS,
	TIME_WORDS,
	WHEN_WORDS,
} from './options.ts';
import { type TimeFormats, timeFormats } from './times.ts';

export type LsRun = Run<typeof LS_OPTIONS>;

export type Layout = 'long' | 'commas' | 'horizontal' | 'vertical' | 'single';
export type Indicators = 'none' | 'slash' | 'file-type' | 'classify';

/** Which program it is: dir and vdir do not care where they write to. */
export type Listing = 'ls' | 'dir' | 'vdir';

/** What the options together say. */
export interface LsSettings {
	readonly layout: Layout;
	readonly hidden: 'dots' | 'implied' | 'none';
	readonly sort: string;
	readonly time: 'atime' | 'ctime' | 'mtime' | 'birth';
	readonly quoting: QuotingStyle;
	readonly hidesControls: boolean;
	readonly indicators: Indicators;
	readonly colours: Colours | undefined;
	readonly hyperlinks: boolean;
	/** Of files in a long listing, and of what they take of the disk. */
	readonly fileSize: BlockSize;
	readonly diskSize: BlockSize;
	readonly showsBlocks: boolean;
	readonly showsOwner: boolean;
	readonly showsGroup: boolean;
	readonly isNumeric: boolean;
	readonly times: TimeFormats;
	readonly columns: number;
	readonly tabSize: number;
	/** Which links among the operands are followed. */
	readonly follow: 'never' | 'directories' | 'operands' | 'always';
	readonly ignored: readonly string[];
	readonly hiddenPatterns: readonly string[];
	readonly end: '\n' | '\0';
}

/** `-w 0`. */
export const UNLIMITED = 1_000_000;

/** What the options have said so far. */
interface Draft {
	layout: Layout;
	isChosen: boolean;
	hidden: LsSettings['hidden'];
	sort: string | undefined;
	time: LsSettings['time'] | undefined;
	quoting: QuotingStyle | undefined;
	hidesControls: boolean;
	indicators: Indicators;
	isColoured: boolean;
	hyperlinks: boolean;
	size: BlockSize | undefined;
	style: string | undefined;
	follow: LsSettings['follow'] | undefined;
	blocks: boolean;
	isZero: boolean;
	readonly isTerminal: boolean;
}

type Effect = (draft: Draft, value: string | undefined) => void;

function arranged(layout: Layout): Effect {
	return (draft) => {
		draft.layout = layout;
		draft.isChosen = true;
	};
}

function sets<K extends keyof Draft>(key: K, value: Draft[K]): Effect {
	return (draft) => {
		draft[key] = value;
	};
}

const EFFECTS: { readonly [key in keyof typeof LS_OPTIONS]?: Effect } = {
	all: sets('hidden', 'none'),
	almostAll: sets('hidden', 'implied'),
	inDirectoryOrder: (draft) => {
		draft.hidden = 'none';
		draft.sort = 'none';
		if (draft.layout === 'long') draft.layout = draft.isTerminal ? 'vertical' : 'single';
		draft.blocks = false;
		draft.isColoured = false;
		draft.hyperlinks = false;
	},
	long: arranged('long'),
	noOwner: arranged('long'),
	longNoGroup: arranged('long'),
	numeric: arranged('long'),
	fullTime: (draft, value) => {
		arranged('long')(draft, value);
		draft.style = 'full-iso';
	},
	vertical: arranged('vertical'),
	across: arranged('horizontal'),
	commas: arranged('commas'),
	single: (draft, value) => {
		if (!draft.isChosen || draft.layout !== 'long') arranged('single')(draft, value);
	},
	format: (draft, value) => {
		arranged(LAYOUTS[chooseWord(value, 'format', FORMAT_WORDS) as string] as Layout)(draft, value);
	},
	blocks: sets('blocks', true),
	human: sets('size', HUMAN),
	si: sets('size', SI),
	blockSize: (draft, value) => {
		draft.size = parseBlockSize(value as string, '--block-size', 2);
	},
	byChange: sets('time', 'ctime'),
	byAccess: sets('time', 'atime'),
	time: (draft, value) => {
		draft.time = chooseWord(value, 'time', TIME_WORDS) as LsSettings['time'];
	},
	timeStyle: (draft, value) => {
		draft.style = value;
	},
	bySize: sets('sort', 'size'),
	byTime: sets('sort', 'time'),
	byVersion: sets('sort', 'version'),
	byExtension: sets('sort', 'extension'),
	unsorted: sets('sort', 'none'),
	sort: (draft, value) => {
		draft.sort = chooseWord(value, 'sort', SORT_WORDS);
	},
	escape: sets('quoting', 'escape'),
	literal: sets('quoting', 'literal'),
	quote: sets('quoting', 'c'),
	quotingStyle: (draft, value) => {
		draft.quoting = chooseWord(value, 'quoting-style', QUOTING_WORDS) as QuotingStyle;
	},
	hideControls: sets('hidesControls', true),
	showControls: sets('hidesControls', false),
	slash: sets('indicators', 'slash'),
	fileType: sets('indicators', 'file-type'),
	classifyShort: sets('indicators', 'classify'),
	classify: (draft, value) => {
		if (isOn(value, 'classify', draft.isTerminal)) draft.indicators = 'classify';
	},
	indicatorStyle: (draft, value) => {
		draft.indicators = chooseWord(value, 'indicator-style', INDICATOR_WORDS) as Indicators;
	},
	color: (draft, value) => {
		draft.isColoured = isOn(value, 'color', draft.isTerminal);
	},
	hyperlink: (draft, value) => {
		draft.hyperlinks = isOn(value, 'hyperlink', draft.isTerminal);
	},
	followOperands: sets('follow', 'operands'),
	followDirectories: sets('follow', 'directories'),
	dereference: sets('follow', 'always'),
	zero: (draft, value) => {
		draft.isZero = true;
		if (!draft.isChosen || draft.layout !== 'long') arranged('single')(draft, value);
		draft.isColoured = false;
		draft.hidesControls = false;
		draft.quoting = 'literal';
	},
};

/** Throws Fatal. Models ls.c decode_switches. */
export function lsSettings(run: LsRun, listing: Listing): LsSettings {
	const { values, given, process } = run;
	const isTerminal = process.isatty(1);
	const draft: Draft = {
		layout: listing === 'vdir' ? 'long' : listing === 'dir' || isTerminal ? 'vertical' : 'single',
		isChosen: false,
		hidden: 'dots',
		sort: undefined,
		time: undefined,
		quoting: quotingOf(process.env.get('QUOTING_STYLE')),
		hidesControls: listing === 'ls' && isTerminal,
		indicators: 'none',
		isColoured: false,
		hyperlinks: false,
		size: undefined,
		style: undefined,
		follow: undefined,
		blocks: false,
		isZero: false,
		isTerminal,
	};
	for (const { key, value } of given) EFFECTS[key]?.(draft, value);
	const { layout, sort, time, quoting, indicators, size, follow } = draft;
	const isLong = layout === 'long';
	const sizes = size ?? environmentBlockSize(process.env, ['LS_BLOCK_SIZE', 'BLOCK_SIZE']);
	const diskSizes = environmentBlockSize(process.env, ['BLOCKSIZE']) ?? KIBIBYTES;
	const style = quoting ?? (listing !== 'ls' ? 'escape' : isTerminal ? 'shell-escape' : 'literal');
	const colours = draft.isColoured ? Colours.of(process.env) : undefined;
	const patterns = (wanted: string): string[] =>
		given.flatMap(({ key, value }) => (key === wanted && value !== undefined ? [value] : []));
	return {
		layout,
		hidden: draft.hidden,
		sort: sort ?? (time !== undefined && !isLong ? 'time' : 'name'),
		time: time ?? 'mtime',
		quoting: style,
		hidesControls: draft.hidesControls && !/escape|^c/.test(style),
		indicators,
		colours,
		hyperlinks: draft.hyperlinks,
		fileSize: sizes ?? BYTES,
		diskSize: size ?? (values.kibibytes ? KIBIBYTES : (sizes ?? diskSizes)),
		showsBlocks: draft.blocks,
		showsOwner: values.noOwner === undefined,
		showsGroup: values.noGroup === undefined && values.longNoGroup === undefined,
		isNumeric: values.numeric === true,
		times: timeFormats(draft.style ?? process.env.get('TIME_STYLE')),
		columns: columnsOf(run, isTerminal),
		// A colour is not followed by a tab.
		tabSize: colours === undefined ? tabSizeOf(run) : 0,
		follow: follow ?? (values.directory || indicators === 'classify' || isLong ? 'never' : 'directories'),
		ignored: [...patterns('ignore'), ...(values.ignoreBackups ? ['*~', '.*~'] : [])],
		hiddenPatterns: patterns('hide'),
		end: draft.isZero ? '\0' : '\n',
	};
}

const LAYOUTS: { readonly [word: string]: Layout } = {
	verbose: 'long',
	commas: 'commas',
	horizontal: 'horizontal',
	vertical: 'vertical',
	'single-column': 'single',
};

function isOn(value: string | undefined, option: string, terminal: boolean): boolean {
	const when = value === undefined ? 'always' : chooseWord(value, option, WHEN_WORDS);
	return when === 'always' || (when === 'auto' && terminal);
}

/** A wrong one in the environment is passed over. */
function quotingOf(text: string | undefined): QuotingStyle | undefined {
	return QUOTING_WORDS.flat().includes(text ?? '') ? (text as QuotingStyle) : undefined;
}

function columnsOf({ values, process }: LsRun, terminal: boolean): number {
	const said = values.width;
	if (said !== undefined && !/^(?:0[0-7]*|[1-9]\d*)$/.test(said)) throw new Fatal(`invalid line width: ‘${said}’`, 2);
	const fromEnvironment = process.env.get('COLUMNS') ?? '';
	const columns =
		said === undefined
			? /^[1-9]\d*$/.test(fromEnvironment)
				? Number(fromEnvironment)
				: terminal
					? process.terminalSize(1).columns
					: 80
			: said.startsWith('0')
				? Number.parseInt(said, 8)
				: Number(said);
	return columns === 0 ? UNLIMITED : columns;
}

function tabSizeOf({ values, process }: LsRun): number {
	const said = values.tabSize ?? process.env.get('TABSIZE');
	if (said === undefined) return 8;
	if (/^\d+$/.test(said)) return Number(said);
	if (values.tabSize === undefined) return 8;
	throw new Fatal(`invalid tab size: ‘${said}’`, 2);
}
