/**
 * Formats TIMEFORMAT. Models bash execute_cmd.c print_formatted_time.
 * Differs: user and system time are 0, as the kernel bills virtual time to nobody in particular.
 * @param realMs elapsed virtual milliseconds.
 * @returns `wrong`: a character that is no format.
 */
export function formatTimes(format: string, realMs: number): { readonly text: string } | { readonly wrong: string } {
	let out = '';
	for (let i = 0; i < format.length; i++) {
		if (format[i] !== '%') {
			out += format[i];
			continue;
		}
		const spec = /^%(\d?)(l?)([RUSP%])/.exec(format.slice(i));
		if (spec === null) {
			const wrong = /^%\d?l?(.?)/s.exec(format.slice(i)) as RegExpExecArray;
			if (wrong[0] !== '%') return { wrong: wrong[1] === '' ? '\0' : (wrong[1] as string) };
			out += '%';
			continue;
		}
		i += spec[0].length - 1;
		const precision = spec[1] === '' ? 3 : Math.min(3, Number(spec[1]));
		if (spec[3] === '%') out += '%';
		else if (spec[3] === 'P') out += '0.00';
		else out += duration(spec[3] === 'R' ? realMs : 0, precision, spec[2] === 'l');
	}
	return { text: out };
}

function duration(ms: number, precision: number, long: boolean): string {
	const minutes = long ? Math.floor(ms / 60_000) : 0;
	const seconds = Math.floor((ms - minutes * 60_000) / 1000);
	const fraction = String(ms % 1000)
		.padStart(3, '0')
		.slice(0, precision);
	const text = precision === 0 ? String(seconds) : `${seconds}.${fraction}`;
	return long ? `${minutes}m${text}s` : text;
}
