import type { Accounts } from '../coreutils/accounts.ts';
import { EntryError, EntryReader, type WrittenEntry } from './acl-text.ts';

/** What `getfacl -R` has printed of one file. */
export interface RestoredFile {
	readonly path: string;
	readonly uid: number | undefined;
	readonly gid: number | undefined;
	/** Setuid, setgid and sticky as 4, 2 and 1. */
	readonly flags: number | undefined;
	readonly entries: readonly WrittenEntry[];
	/** Which line has no file to go with. */
	readonly wrongLine?: number;
}

/** Files in their order; paragraphs are divided by empty lines. */
export function restored(text: string, accounts: Accounts): RestoredFile[] {
	const files: RestoredFile[] = [];
	let line = 1;
	for (const paragraph of text.split(/\n\n+/)) {
		const lines = paragraph.split('\n').filter((each) => each !== '');
		if (lines.length > 0) files.push(readParagraph(lines, line, accounts));
		line += paragraph.split('\n').length + 1;
	}
	return files;
}

function readParagraph(lines: readonly string[], first: number, accounts: Accounts): RestoredFile {
	const remark = (name: string): string | undefined =>
		lines.find((line) => line.startsWith(`# ${name}: `))?.slice(name.length + 4);
	const path = remark('file')?.replace(/\\(\d{3})/g, (_, digits: string) =>
		String.fromCharCode(Number.parseInt(digits, 8)),
	);
	const flags = remark('flags');
	const idOf = (ids: ReadonlyMap<string, number>, name: string | undefined): number | undefined => {
		if (name === undefined) return undefined;
		return ids.get(name) ?? (/^\d+$/.test(name) ? Number(name) : undefined);
	};
	const entries = lines.flatMap((line) => {
		try {
			return new EntryReader(line, accounts, true).line() ?? [];
		} catch (error) {
			if (error instanceof EntryError) return [];
			throw error;
		}
	});
	return {
		path: path ?? '',
		uid: idOf(accounts.uids, remark('owner')),
		gid: idOf(accounts.gids, remark('group')),
		flags: flags === undefined ? undefined : [...flags].reduce((bits, sign) => bits * 2 + (sign === '-' ? 0 : 1), 0),
		entries,
		...(path === undefined ? { wrongLine: first } : {}),
	};
}
