import type { Process } from '../../../kernel/process-api.ts';
import { Fatal } from '../../gnu-command.ts';
import { localTimeZone } from '../../local-time-zone.ts';
import { strftime } from '../../strftime.ts';

/** Half a Gregorian year, as ls counts it. */
const SIX_MONTHS_MS = 31_556_952_000 / 2;

/** How times are shown: of long ago, and of the last half year. */
export interface TimeFormats {
	readonly old: string;
	readonly recent: string;
}

const STYLES: { readonly [style: string]: TimeFormats } = {
	'full-iso': { old: '%Y-%m-%d %H:%M:%S.%N %z', recent: '%Y-%m-%d %H:%M:%S.%N %z' },
	'long-iso': { old: '%Y-%m-%d %H:%M', recent: '%Y-%m-%d %H:%M' },
	iso: { old: '%Y-%m-%d ', recent: '%m-%d %H:%M' },
	locale: { old: '%b %e  %Y', recent: '%b %e %H:%M' },
};

const CHOICES = ['full-iso', 'long-iso', 'iso', 'locale'];

const VALID = `Valid arguments are:
  - [posix-]full-iso
  - [posix-]long-iso
  - [posix-]iso
  - [posix-]locale
  - +FORMAT (e.g., +%H:%M) for a 'date'-style format`;

/** "long-iso", "+%F", "posix-iso" (which means nothing in the C locale's kin). Throws Fatal. Models ls.c decode_switches. */
export function timeFormats(style: string | undefined): TimeFormats {
	let rest = style ?? 'locale';
	while (rest.startsWith('posix-')) rest = rest.slice('posix-'.length);
	if (rest.startsWith('+')) {
		const [old = '', recent = old, ...more] = rest.slice(1).split('\n');
		if (more.length > 0) throw new Fatal(`invalid time style format ‘${rest.slice(1).replaceAll('\n', '\\n')}’`, 2);
		return { old, recent };
	}
	const begun = CHOICES.filter((each) => each.startsWith(rest));
	const found = CHOICES.includes(rest) ? rest : begun.length === 1 ? begun[0] : undefined;
	if (found === undefined) {
		const problem = begun.length > 1 ? 'ambiguous' : 'invalid';
		throw new Fatal(`${problem} argument ‘${rest}’ for ‘time style’\n${VALID}`, 2, true);
	}
	return STYLES[found] as TimeFormats;
}

const DU_VALID = `Valid arguments are:
  - ‘full-iso’
  - ‘long-iso’
  - ‘iso’`;

const DU_STYLES: { readonly [style: string]: string } = {
	'full-iso': '%Y-%m-%d %H:%M:%S.%N %z',
	'long-iso': '%Y-%m-%d %H:%M',
	iso: '%Y-%m-%d',
};

/** How du shows times: "iso", "+%F". What the environment says for ls alone is passed over. Throws Fatal. Models du.c. */
export function duTimeFormat(style: string | undefined, fromEnvironment: string | undefined): string {
	const said = style ?? fromEnvironment?.split('\n')[0]?.replace(/^(?:posix-)+/, '');
	if (said === undefined || (style === undefined && said === 'locale')) return DU_STYLES['long-iso'] as string;
	if (said.startsWith('+')) return said.slice(1);
	const begun = Object.keys(DU_STYLES).filter((each) => each.startsWith(said));
	const [found] = begun.includes(said) ? [said] : begun.length === 1 ? begun : [];
	if (found !== undefined) return DU_STYLES[found] as string;
	const problem = begun.length > 1 ? 'ambiguous' : 'invalid';
	throw new Fatal(`${problem} argument ‘${said}’ for ‘time style’\n${DU_VALID}`, 1, true);
}

/** Shows times in the process's zone. */
export function timeWriter(process: Process, formats: TimeFormats): (ms: number) => string {
	const zone = localTimeZone(process);
	const now = process.now();
	return (ms) => {
		const isRecent = ms > now - SIX_MONTHS_MS && ms <= now;
		const shownZone = { offsetMs: zone.offsetAt(ms), name: zone.nameAt(ms) };
		return strftime(isRecent ? formats.recent : formats.old, ms, shownZone);
	};
}
