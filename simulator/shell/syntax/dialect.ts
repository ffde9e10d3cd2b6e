/** Which shell the source is for. `ash` is busybox's: dash with some of bash's syntax. */
export type Dialect = 'bash' | 'dash' | 'ash';

/** Reserved words by dialect; the rest of bash's are ordinary words there. */
export function isReserved(word: string, dialect: Dialect): boolean {
	if (COMMON.has(word)) return true;
	if (dialect === 'bash') return BASH_ONLY.has(word);
	return dialect === 'ash' && word === 'function';
}

/** Words that only bash treats as reserved: elsewhere they must not reach a bash parser bare. */
export function isForeignReserved(word: string, dialect: Dialect): boolean {
	return BASH_ONLY.has(word) && !isReserved(word, dialect);
}

const COMMON = new Set([
	'!',
	'{',
	'}',
	'case',
	'do',
	'done',
	'elif',
	'else',
	'esac',
	'fi',
	'for',
	'if',
	'in',
	'then',
	'until',
	'while',
]);

const BASH_ONLY = new Set(['[[', ']]', 'function', 'select', 'time', 'coproc']);
