/** One step of a pattern: a star, or what one character has to be. */
type Step = '*' | ((code: number) => boolean);

const SLASH = 47;

/**
 * A pattern of names as Go matches them: `*` and `?` stay within one part of a path, a class is negated by `^` only.
 * No pattern takes longer than its length times the text's. Undefined when it is malformed. Models path/filepath Match.
 */
export function goPathMatch(pattern: string): ((text: string) => boolean) | undefined {
	const steps = stepsOf([...pattern].map((char) => char.codePointAt(0) as number));
	return steps && ((text) => matches(steps, text));
}

function stepsOf(codes: readonly number[]): readonly Step[] | undefined {
	const steps: Step[] = [];
	for (let at = 0; at < codes.length; at++) {
		const char = String.fromCodePoint(codes[at] as number);
		if (char === '*') {
			if (steps.at(-1) !== '*') steps.push('*');
		} else if (char === '?') steps.push((code) => code !== SLASH);
		else if (char === '[') {
			const read = classAt(codes, at + 1);
			if (read === undefined) return undefined;
			steps.push(read.step);
			at = read.end;
		} else {
			if (char === '\\') at++;
			const wanted = codes[at];
			if (wanted === undefined) return undefined;
			steps.push((code) => code === wanted);
		}
	}
	return steps;
}

/** The class whose inside begins at `at`. @returns the index of its bracket with it. */
function classAt(codes: readonly number[], at: number): { readonly step: Step; readonly end: number } | undefined {
	const negated = codes[at] === 94;
	let next = negated ? at + 1 : at;
	const ranges: (readonly [low: number, high: number])[] = [];
	const one = (): number | undefined => {
		const code = codes[next];
		if (code === undefined || code === 45 || code === 93) return undefined;
		next += code === 92 ? 2 : 1;
		return codes[next - 1];
	};
	while (codes[next] !== 93 || ranges.length === 0) {
		const low = one();
		if (low === undefined) return undefined;
		let high: number | undefined = low;
		if (codes[next] === 45) {
			next++;
			high = one();
			if (high === undefined) return undefined;
		}
		ranges.push([low, high]);
	}
	const within = (code: number): boolean => ranges.some(([low, high]) => low <= code && code <= high);
	return { step: (code) => within(code) !== negated, end: next };
}

/** Of several stars only the last needs another try: what came before it has matched as early as it could. */
function matches(steps: readonly Step[], text: string): boolean {
	const codes = Array.from(text, (char) => char.codePointAt(0) as number);
	let [at, step] = [0, 0];
	let star: { readonly step: number; at: number } | undefined;
	while (at < codes.length) {
		const wanted = steps[step];
		if (wanted === '*') {
			star = { step: ++step, at };
			continue;
		}
		if (wanted?.(codes[at] as number)) {
			at++;
			step++;
			continue;
		}
		if (star === undefined || codes[star.at] === SLASH) return false;
		at = ++star.at;
		step = star.step;
	}
	return steps.slice(step).every((each) => each === '*');
}
