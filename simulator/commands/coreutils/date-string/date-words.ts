/** What a word of a date means. Models gnulib parse-datetime.y, its tables. */
export type DateWord =
	| { readonly kind: 'meridian'; readonly isAfternoon: boolean }
	/** From 1. */
	| { readonly kind: 'month'; readonly month: number }
	/** 0 is Sunday. */
	| { readonly kind: 'day'; readonly weekday: number }
	/** In minutes east of Greenwich. */
	| { readonly kind: 'zone'; readonly minutes: number; readonly isSummer?: boolean }
	/** A zone's letter, and what stands between a date and a time. */
	| { readonly kind: 't' }
	| { readonly kind: 'dst' }
	| { readonly kind: 'unit'; readonly unit: Unit; readonly times: number }
	| { readonly kind: 'shift'; readonly days: number }
	| { readonly kind: 'ordinal'; readonly count: number }
	| { readonly kind: 'ago' };

export type Unit = 'month' | 'day' | 'second';

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const UNITS: ReadonlyMap<string, readonly [unit: Unit, times: number]> = new Map([
	['year', ['month', 12]],
	['month', ['month', 1]],
	['fortnight', ['day', 14]],
	['week', ['day', 7]],
	['day', ['day', 1]],
	['hour', ['second', 3600]],
	['minute', ['second', 60]],
	['min', ['second', 60]],
	['second', ['second', 1]],
	['sec', ['second', 1]],
]);
const SHIFTS: ReadonlyMap<string, number> = new Map([
	['tomorrow', 1],
	['yesterday', -1],
	['today', 0],
	['now', 0],
]);
/** "second" is a unit. */
const ORDINALS: ReadonlyMap<string, number> = new Map([
	['last', -1],
	['this', 0],
	['next', 1],
	['first', 1],
	['third', 3],
	['fourth', 4],
	['fifth', 5],
	['sixth', 6],
	['seventh', 7],
	['eighth', 8],
	['ninth', 9],
	['tenth', 10],
	['eleventh', 11],
	['twelfth', 12],
]);

/** In minutes; those of summer time count an hour more. */
const ZONES: ReadonlyMap<string, number> = new Map(
	Object.entries({
		gmt: 0,
		ut: 0,
		utc: 0,
		wet: 0,
		art: -180,
		brt: -180,
		nst: -210,
		ast: -240,
		clt: -240,
		est: -300,
		cst: -360,
		mst: -420,
		pst: -480,
		akst: -540,
		hst: -600,
		hast: -600,
		sst: -720,
		wat: 60,
		cet: 60,
		met: 60,
		mez: 60,
		cat: 120,
		sast: 120,
		eet: 120,
		eat: 180,
		msk: 180,
		ist: 330,
		sgt: 480,
		kst: 540,
		jst: 540,
		gst: 600,
		nzst: 720,
	}),
);
const SUMMER_ZONES: ReadonlyMap<string, number> = new Map(
	Object.entries({
		west: 0,
		bst: 0,
		ndt: -210,
		adt: -240,
		clst: -240,
		edt: -300,
		cdt: -360,
		mdt: -420,
		pdt: -480,
		akdt: -540,
		hadt: -600,
		cest: 60,
		mest: 60,
		mesz: 60,
		eest: 120,
		msd: 180,
		nzdt: 720,
	}),
);
/** Letters of ships and armies: A to M without J are east of Greenwich, N to Y west of it. */
const LETTERS_EAST = 'abcdefghiklm';
const LETTERS_WEST = 'nopqrstuvwxy';

/** @param word letters and points. @param local the zone's own names, with minutes east. */
export function dateWord(word: string, local: ReadonlyMap<string, number>): DateWord | undefined {
	const text = word.toLowerCase();
	if (/^(?:a\.?m\.?|p\.?m\.?)$/.test(text) && text !== 'am.' && text !== 'pm.' && text !== 'a.m' && text !== 'p.m') {
		return { kind: 'meridian', isAfternoon: text.startsWith('p') };
	}
	return named(text) ?? zone(text, local) ?? relative(text) ?? letter(text) ?? zone(text.replaceAll('.', ''), local);
}

function named(text: string): DateWord | undefined {
	const short = /^[a-z]{3}\.?$/.test(text) ? text.slice(0, 3) : undefined;
	const fits = (name: string): boolean => (short === undefined ? name === text : name.startsWith(short));
	const month = text === 'sept' ? 8 : MONTHS.findIndex(fits);
	if (month >= 0) return { kind: 'month', month: month + 1 };
	const other = ['tues', 'wednes', 'thur', 'thurs'].indexOf(text);
	const weekday = other < 0 ? WEEKDAYS.findIndex(fits) : [2, 3, 4, 4][other];
	return weekday === undefined || weekday < 0 ? undefined : { kind: 'day', weekday };
}

function zone(text: string, local: ReadonlyMap<string, number>): DateWord | undefined {
	const minutes = (['gmt', 'ut', 'utc'].includes(text) ? undefined : local.get(text)) ?? ZONES.get(text);
	if (minutes !== undefined) return { kind: 'zone', minutes };
	const winter = SUMMER_ZONES.get(text);
	if (winter !== undefined) return { kind: 'zone', minutes: winter + 60, isSummer: true };
	return text === 'dst' ? { kind: 'dst' } : undefined;
}

function relative(text: string): DateWord | undefined {
	const unit = UNITS.get(text) ?? UNITS.get(text.replace(/s$/, ''));
	if (unit !== undefined) return { kind: 'unit', unit: unit[0], times: unit[1] };
	const days = SHIFTS.get(text);
	if (days !== undefined) return { kind: 'shift', days };
	const count = ORDINALS.get(text);
	if (count !== undefined) return { kind: 'ordinal', count };
	return text === 'ago' ? { kind: 'ago' } : undefined;
}

function letter(text: string): DateWord | undefined {
	if (text.length !== 1) return undefined;
	if (text === 't') return { kind: 't' };
	if (text === 'z') return { kind: 'zone', minutes: 0 };
	const [east, west] = [LETTERS_EAST.indexOf(text), LETTERS_WEST.indexOf(text)];
	if (east >= 0) return { kind: 'zone', minutes: 60 * (east + 1) };
	return west >= 0 ? { kind: 'zone', minutes: -60 * (west + 1) } : undefined;
}
