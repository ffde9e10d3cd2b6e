/** `%e`, `%f`, `%g`, `%a` of printf(3), sign included, width not. */
export function formatFloat(value: number, conversion: string, flags: string, precision: number | undefined): string {
	const sign = value < 0 || Object.is(value, -0) ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
	const magnitude = Math.abs(value);
	const text = Number.isFinite(magnitude)
		? finite(magnitude, conversion.toLowerCase(), flags.includes('#'), precision)
		: Number.isNaN(magnitude)
			? 'nan'
			: 'inf';
	return sign + (conversion === conversion.toUpperCase() ? text.toUpperCase() : text);
}

function finite(value: number, conversion: string, alternate: boolean, precision: number | undefined): string {
	switch (conversion) {
		case 'f':
			return fixed(value, precision ?? 6);
		case 'e':
			return exponential(value, precision ?? 6);
		case 'a':
			return hexadecimal(value);
		default:
			return general(value, precision === 0 ? 1 : (precision ?? 6), alternate);
	}
}

function fixed(value: number, digits: number): string {
	if (value >= 1e21) {
		const whole = BigInt(value).toString();
		return digits === 0 ? whole : `${whole}.${'0'.repeat(digits)}`;
	}
	if (digits < 100) return evenOnTie(value.toFixed(digits), value.toFixed(100), digits);
	if (digits === 100) return value.toFixed(digits);
	return value.toFixed(100) + '0'.repeat(digits - 100);
}

/** C rounds a tie to the even digit, JavaScript upwards. @param exact all digits that matter. */
function evenOnTie(rounded: string, exact: string, digits: number): string {
	const cut = exact.indexOf('.') + 1 + digits;
	if (!/^50*$/.test(exact.slice(cut)) || !/[13579]$/.test(rounded)) return rounded;
	return digits === 0 ? exact.slice(0, cut - 1) : exact.slice(0, cut);
}

function exponential(value: number, digits: number): string {
	const [nearest, exponent] = value.toExponential(Math.min(digits, 100)).split('e') as [string, string];
	const [exact, exactExponent] = value.toExponential(100).split('e') as [string, string];
	const mantissa = digits < 100 && exponent === exactExponent ? evenOnTie(nearest, exact, digits) : nearest;
	const power = Number(exponent);
	return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function general(value: number, precision: number, alternate: boolean): string {
	const exponent = value === 0 ? 0 : Number(value.toExponential(Math.min(precision - 1, 100)).split('e')[1]);
	const text =
		exponent < -4 || exponent >= precision ? exponential(value, precision - 1) : fixed(value, precision - 1 - exponent);
	if (alternate) return text;
	const [mantissa, power] = text.split('e') as [string, string | undefined];
	const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
	return power === undefined ? trimmed : `${trimmed}e${power}`;
}

function hexadecimal(value: number): string {
	if (value === 0) return '0x0p+0';
	let exponent = Math.floor(Math.log2(value));
	let mantissa = value / 2 ** exponent;
	if (mantissa >= 2) {
		mantissa /= 2;
		exponent++;
	}
	const digits = (mantissa - 1).toString(16).slice(2).replace(/0+$/, '');
	return `0x1${digits === '' ? '' : `.${digits}`}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}
