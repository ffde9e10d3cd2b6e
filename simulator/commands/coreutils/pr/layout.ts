import { Fatal } from '../../gnu-command.ts';
import { toTabStop } from './ink.ts';

/** What was asked, before columns and files are known. */
export interface Wishes {
	firstPage: number;
	lastPage: number;
	columns: number;
	explicitColumns: boolean;
	across: boolean;
	merge: boolean;
	hats: boolean;
	octal: boolean;
	doubleSpace: boolean;
	dateFormat: string;
	expand: boolean;
	inputTab: number;
	inputTabWidth: number;
	tabify: boolean;
	outputTab: number;
	outputTabWidth: number;
	formFeed: boolean;
	header: string | undefined;
	join: boolean;
	length: number;
	numbered: boolean;
	numberSeparator: number;
	digits: number;
	firstLine: number | undefined;
	margin: number;
	quiet: boolean;
	/** Headers and trailers. */
	extremities: boolean;
	/** Form feeds of the input end pages though there are no headers. */
	keepFormFeeds: boolean;
	separator: readonly number[];
	useSeparator: boolean;
	truncate: boolean;
	width: number;
	oldSeparator: boolean;
	oldWidth: boolean;
}

/** How a page is made up. */
export interface Layout extends Wishes {
	readonly bodyLines: number;
	/** Columns are filled downwards, so that a page must be read before it is printed. */
	readonly stores: boolean;
	readonly columnWidth: number;
	readonly numberWidth: number;
}

const TAB = 9;
const BLANK = 32;
const HEADER_LINES = 5;
export const FOOTER_LINES = 5;

/** The old -s and -w are ways of saying -S, -W or -J. Models pr.c main. */
export function settleOldOptions(wishes: Wishes): void {
	const several = wishes.merge || wishes.explicitColumns;
	if (wishes.oldWidth) {
		if (several) {
			wishes.truncate = true;
			if (wishes.oldSeparator) wishes.useSeparator = true;
		} else wishes.join = true;
	} else if (!wishes.useSeparator && wishes.oldSeparator && several) {
		if (wishes.truncate) wishes.useSeparator = true;
		else {
			wishes.join = true;
			if (wishes.separator.length > 0) wishes.useSeparator = true;
		}
	}
}

/** Models pr.c init_parameters. */
export function layoutFor(asked: Readonly<Wishes>, files: number): Layout {
	const wishes = { ...asked, merge: asked.merge && files > 0 };
	let bodyLines = wishes.length - HEADER_LINES - FOOTER_LINES;
	if (bodyLines <= 0) {
		wishes.extremities = false;
		wishes.keepFormFeeds = true;
	}
	if (!wishes.extremities) bodyLines = wishes.length;
	if (wishes.doubleSpace) bodyLines = Math.floor(bodyLines / 2);
	if (wishes.merge) wishes.columns = files;
	const stores = !wishes.merge && !wishes.across && wishes.columns > 1;
	if (wishes.columns > 1) {
		const isTab = wishes.separator.length === 1 && wishes.separator[0] === TAB;
		if (!wishes.useSeparator) {
			wishes.separator = [wishes.join ? TAB : BLANK];
			wishes.useSeparator = true;
		} else if (!wishes.join && isTab) wishes.separator = [BLANK];
		wishes.truncate = true;
		if (wishes.separator.length !== 1 || wishes.separator[0] !== TAB) wishes.expand = true;
		wishes.tabify = true;
	}
	if (wishes.join) wishes.truncate = false;
	const gap = wishes.numberSeparator === TAB ? toTabStop(8, wishes.digits) : 1;
	const numberWidth = wishes.numbered ? wishes.digits + gap : 0;
	const separators = (wishes.columns - 1) * wishes.separator.length;
	const useful = wishes.width - (wishes.merge ? numberWidth : 0) - separators;
	const columnWidth = Math.trunc(useful / wishes.columns);
	if (columnWidth < 1) throw new Fatal('page width too narrow');
	return { ...wishes, bodyLines, stores, columnWidth, numberWidth };
}
