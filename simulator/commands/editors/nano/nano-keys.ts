/** A key of the decoder by nano's name: "^X", "Enter", "Up", or the character itself. */
export function nanoKey(key: string): string {
	if (key === '<BS>' || key === '\b') return 'Bsp';
	if (key.length > 1 && key.startsWith('<')) return key.slice(1, -1);
	const code = key.charCodeAt(0);
	if (key.length !== 1 || code >= 32) return key;
	if (key === '\x1b') return 'Esc';
	if (key === '\r') return 'Enter';
	if (key === '\t') return 'Tab';
	return `^${String.fromCharCode(code + 64)}`;
}

/** One entry of the two lines at the foot. */
export type HelpEntry = readonly [key: string, text: string];

export const MAIN_HELP: readonly HelpEntry[] = [
	['^G', 'Help'],
	['^X', 'Exit'],
	['^O', 'Write Out'],
	['^R', 'Read File'],
	['^W', 'Where Is'],
	['^\\', 'Replace'],
	['^K', 'Cut'],
	['^U', 'Paste'],
	['^T', 'Execute'],
	['^J', 'Justify'],
	['^C', 'Location'],
	['^/', 'Go To Line'],
	['M-U', 'Undo'],
	['M-E', 'Redo'],
	['M-A', 'Set Mark'],
	['M-6', 'Copy'],
	['M-]', 'To Bracket'],
	['^Q', 'Where Was'],
	['M-Q', 'Previous'],
	['M-W', 'Next'],
	['^B', 'Back'],
	['^F', 'Forward'],
	['^◂', 'Prev Word'],
	['^▸', 'Next Word'],
	['^A', 'Home'],
	['^E', 'End'],
];

export const SEARCH_HELP: readonly HelpEntry[] = [
	['^G', 'Help'],
	['^C', 'Cancel'],
	['M-C', 'Case Sens'],
	['M-R', 'Reg.exp.'],
	['M-B', 'Backwards'],
	['^R', 'Replace'],
	['^P', 'Older'],
	['^N', 'Newer'],
	['^T', 'Go To Line'],
];

export const REPLACE_HELP: readonly HelpEntry[] = [
	['^G', 'Help'],
	['^C', 'Cancel'],
	['M-C', 'Case Sens'],
	['M-R', 'Reg.exp.'],
	['M-B', 'Backwards'],
	['^R', 'No Replace'],
	['^P', 'Older'],
	['^N', 'Newer'],
];

export const REPLACE_WITH_HELP: readonly HelpEntry[] = [
	['^G', 'Help'],
	['^C', 'Cancel'],
	['^P', 'Older'],
	['^N', 'Newer'],
];

export const GOTO_HELP: readonly HelpEntry[] = [
	['^G', 'Help'],
	['^C', 'Cancel'],
	['^W', 'Begin of Paragr.'],
	['^O', 'End of Paragraph'],
	['^Y', 'First Line'],
	['^V', 'Last Line'],
	['^T', 'Go To Text'],
];

export const WRITE_HELP: readonly HelpEntry[] = [
	['^G', 'Help'],
	['^C', 'Cancel'],
	['M-D', 'DOS Format'],
	['M-M', 'Mac Format'],
	['M-A', 'Append'],
	['M-P', 'Prepend'],
	['M-B', 'Backup File'],
	['^T', 'Browse'],
];

export const INSERT_HELP: readonly HelpEntry[] = [
	['^G', 'Help'],
	['^C', 'Cancel'],
	['M-F', 'New Buffer'],
	['M-N', 'No Conversion'],
	['^X', 'Execute Command'],
	['^T', 'Browse'],
];

export const EXECUTE_HELP: readonly HelpEntry[] = [
	['^G', 'Help'],
	['^C', 'Cancel'],
	['M-F', 'New Buffer'],
	['M-\\', 'Pipe Text'],
	['^S', 'Spell Check'],
	['^Y', 'Linter'],
	['^J', 'Full Justify'],
	['^O', 'Formatter'],
	['^V', 'Cut Till End'],
	['^Z', 'Suspend'],
];
