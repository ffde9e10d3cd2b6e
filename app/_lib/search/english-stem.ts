/**
 * A word without what English puts at its end: pods → pod, scheduling, scheduled, schedules → schedul, policies →
 * polici as policy. Meant for comparing words with each other, not for reading.
 */
export function englishStem(word: string): string {
	let stem = word.toLowerCase();
	if (stem.length <= 3) return stem;
	if (stem.endsWith('ies')) stem = `${stem.slice(0, -3)}y`;
	else if (/(?:ss|x|ch|sh)es$/.test(stem)) stem = stem.slice(0, -2);
	else if (/[^sui]s$/.test(stem)) stem = stem.slice(0, -1);
	const ending = /(?:ing|ed)$/.exec(stem)?.[0];
	if (ending !== undefined) {
		const rest = stem.slice(0, -ending.length);
		if (rest.length >= 3 && /[aeiouy]/.test(rest)) stem = rest.replace(/([bdgmnprt])\1$/, '$1');
	}
	if (stem.length > 3) stem = stem.replace(/e$/, '').replace(/y$/, 'i');
	return stem;
}
