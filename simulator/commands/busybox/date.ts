import { calendarTime } from '../../machinery/timestamp.ts';
import { date as gnuDate } from '../coreutils/date.ts';
import { Fatal } from '../gnu-command.ts';

const TIME = String.raw`\d{1,2}:\d{2}(?::\d{2})?`;
/** Of GNU's forms the ones that the applet has, too. */
const KNOWN = new RegExp(
	String.raw`^(?:@-?\d+|${TIME}|\d{4}|\d{4}-\d{1,2}-\d{1,2}(?: (?:\d{1,2}|${TIME}(?: ?[-+]\d{4})?))?)$`,
);
/** "2024.01.05-10:00" and without the year. */
const DOTTED = new RegExp(String.raw`^(?:(\d{4})\.)?(\d{1,2})\.(\d{1,2})-(${TIME})$`);
/** "[[[[[CC]YY]MM]DD]hh]mm[.ss]", longer than hours and minutes. */
const COMPACT = /^(?:(\d{2})?(\d{2}))?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/;

/** GNU's date, with the few forms of dates that busybox reads. Models busybox libbb/time.c parse_datestr. */
export const date: Pick<typeof gnuDate, 'literal'> = {
	literal: {
		...gnuDate.literal,
		*main(run) {
			const { date: asked } = run.values;
			if (asked === undefined) return yield* gnuDate.literal.main(run);
			const year = calendarTime(run.process.now()).year;
			const text = gnuForm(asked, year);
			if (text === undefined) throw new Fatal(`invalid date '${asked}'`);
			return yield* gnuDate.literal.main({ ...run, values: { ...run.values, date: text } });
		},
	},
};

function gnuForm(text: string, thisYear: number): string | undefined {
	if (KNOWN.test(text)) return text;
	const dotted = DOTTED.exec(text);
	if (dotted !== null) return `${dotted[1] ?? thisYear}-${dotted[2]}-${dotted[3]} ${dotted[4]}`;
	const compact = COMPACT.exec(text);
	if (compact === null) return undefined;
	const [, century, short, month, day, hour, minute, second = '00'] = compact;
	const full = short === undefined ? String(thisYear) : `${century ?? (Number(short) < 69 ? '20' : '19')}${short}`;
	return `${full}-${month}-${day} ${hour}:${minute}:${second}`;
}
