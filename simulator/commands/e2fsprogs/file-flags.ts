import { FILE_FLAGS } from '../../kernel/files/extended-attributes.ts';

/** What e2fsprogs calls a flag: its letter, its name, and its bit; in lsattr's order. Models lib/e2p/pf.c. */
export const FLAG_LETTERS: readonly (readonly [letter: string, name: string, bit: number])[] = [
	['s', 'Secure_Deletion', FILE_FLAGS.secureDelete],
	['u', 'Undelete', FILE_FLAGS.undelete],
	['S', 'Synchronous_Updates', FILE_FLAGS.synchronous],
	['D', 'Synchronous_Directory_Updates', FILE_FLAGS.directorySync],
	['i', 'Immutable', FILE_FLAGS.immutable],
	['a', 'Append_Only', FILE_FLAGS.appendOnly],
	['d', 'No_Dump', FILE_FLAGS.noDump],
	['A', 'No_Atime', FILE_FLAGS.noAccessTime],
	['c', 'Compression_Requested', FILE_FLAGS.compressed],
	['E', 'Encrypted', 0x800],
	['j', 'Journaled_Data', FILE_FLAGS.journalled],
	['I', 'Indexed_directory', 0x1000],
	['t', 'No_Tailmerging', FILE_FLAGS.noTailMerging],
	['T', 'Top_of_Directory_Hierarchies', FILE_FLAGS.topDirectory],
	['e', 'Extents', FILE_FLAGS.extents],
	['C', 'No_COW', FILE_FLAGS.noCopyOnWrite],
	['x', 'DAX', FILE_FLAGS.directAccess],
	['F', 'Casefold', FILE_FLAGS.caseFolded],
	['N', 'Inline_Data', 0x1000_0000],
	['P', 'Project_Hierarchy', FILE_FLAGS.projectInherits],
	['V', 'Verity', 0x10_0000],
	['m', 'Dont_Compress', 0x400],
];

/** "----i---------e-------". */
export function flagLetters(flags: number): string {
	return FLAG_LETTERS.map(([letter, , bit]) => (flags & bit ? letter : '-')).join('');
}

/** "Immutable, Extents". */
export function flagNames(flags: number): string {
	const names = FLAG_LETTERS.filter(([, , bit]) => flags & bit).map(([, name]) => name);
	return names.length === 0 ? '---' : names.join(', ');
}

export const E2FSPROGS_VERSION = '1.47.0 (5-Feb-2023)';
/** Folders within folders. */
export const DEPTH_MAX = 256;
