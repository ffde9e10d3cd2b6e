import { Fatal } from '../gnu-command.ts';
import { humanSize } from './human-size.ts';

/** In what sizes are told: rounded up to a unit, or in the unit that suits each. */
export interface BlockSize {
	readonly unit: number;
	/** Behind each number, of a unit that was named without a number ("M"). */
	readonly suffix: string;
	/** 1000 or 1024: the unit suits the size. */
	readonly human?: 1000 | 1024;
}

export const HUMAN: BlockSize = { unit: 1, suffix: '', human: 1024 };
export const SI: BlockSize = { unit: 1, suffix: '', human: 1000 };
export const KIBIBYTES: BlockSize = { unit: 1024, suffix: '' };
export const BYTES: BlockSize = { unit: 1, suffix: '' };

const UNITS = 'KMGTPEZY';

/** "1M", "MB", "human-readable", "si". Throws Fatal. Models gnulib human.c. @param where "-B" or "--block-size". */
export function parseBlockSize(text: string, where: string, status = 1): BlockSize {
	const plain = text.replace(/^'/, '');
	if (plain === 'human-readable') return HUMAN;
	if (plain === 'si') return SI;
	const [, digits = '', letter = '', tail = ''] = /^(\d*)([kKmMGTPEZY]?)(i?B|)$/.exec(plain) ?? [];
	const isBad = plain === '' || (digits === '' && letter === '') || (tail === 'iB' && letter === '');
	if (isBad || Number(digits || 1) === 0 || (digits !== '' && letter === '' && tail !== '')) {
		const isSuffix = /^\d+\D/.test(plain);
		throw new Fatal(`${isSuffix ? 'invalid suffix in' : 'invalid'} ${where} argument '${text}'`, status);
	}
	const power = letter === '' ? 0 : UNITS.indexOf(letter.toUpperCase()) + 1;
	const scale = tail === 'B' ? 1000 : 1024;
	const shown = letter === 'm' ? 'M' : scale === 1000 && /k/i.test(letter) ? 'k' : letter.toUpperCase();
	return { unit: Number(digits || 1) * scale ** power, suffix: digits === '' ? `${shown}${tail}` : '' };
}

/** "1K", "512B", "1MB": the unit itself, in the scale that divides it more often. Models coreutils df.c get_header. */
export function unitName(unit: number): string {
	const times = (scale: number): number => {
		let count = 0;
		for (let rest = unit; rest > 0 && rest % scale === 0; rest /= scale) count++;
		return count;
	};
	const isBinary = times(1024) > times(1000);
	return isBinary ? humanSize(unit).replace(/\.0(?=\D|$)/, '') : `${humanSize(unit, 1000).replace(/\.0(?=\D|$)/, '')}B`;
}

/** The first of these variables that says a size; a wrong one counts for nothing. */
export function environmentBlockSize(
	env: ReadonlyMap<string, string>,
	names: readonly string[],
): BlockSize | undefined {
	for (const name of names) {
		const text = env.get(name);
		if (text === undefined) continue;
		try {
			return parseBlockSize(text, name);
		} catch (error) {
			if (!(error instanceof Fatal)) throw error;
			return undefined;
		}
	}
	return env.has('POSIXLY_CORRECT') ? { unit: 512, suffix: '' } : undefined;
}

/** "12", "3M": rounded up. */
export function inBlocks(bytes: number, { unit, suffix, human }: BlockSize): string {
	return human === undefined ? `${Math.ceil(bytes / unit)}${suffix}` : humanSize(bytes, human);
}
