import { goPathMatch } from '../../../machinery/go-path-match.ts';
import { HelmError } from '../helm-error.ts';

/** What .helmignore leaves out of a chart. Models helm.sh/helm/v3/internal/ignore. */
export class IgnoreRules {
	readonly #rules: readonly Rule[];

	/** @throws HelmError */
	constructor(text: string) {
		const lines = text.split('\n').map((line) => line.trim());
		const own = lines.filter((line) => line !== '' && !line.startsWith('#'));
		// Hidden files of templates/ are never part of a chart.
		this.#rules = [...own, 'templates/.?*'].map(ruleOf);
	}

	/** @param path relative to the chart. */
	ignores(path: string, isDirectory: boolean): boolean {
		for (const { negated, directoryOnly, matches } of this.#rules) {
			if (negated) {
				if (directoryOnly && !isDirectory) return true;
				if (!matches(path)) return true;
				continue;
			}
			if (directoryOnly && !isDirectory) continue;
			if (matches(path)) return true;
		}
		return false;
	}
}

interface Rule {
	readonly negated: boolean;
	readonly directoryOnly: boolean;
	readonly matches: (path: string) => boolean;
}

function ruleOf(line: string): Rule {
	if (line.includes('**')) throw new HelmError('double-star (**) syntax is not supported');
	const negated = line.startsWith('!');
	const directoryOnly = line.endsWith('/');
	const pattern = line.slice(negated ? 1 : 0, directoryOnly ? -1 : undefined);
	const rooted = pattern.startsWith('/');
	const whole = rooted || pattern.includes('/');
	const fits = goPathMatch(rooted ? pattern.slice(1) : pattern);
	if (fits === undefined) throw new HelmError('syntax error in pattern');
	const matches = (path: string): boolean => fits(whole ? path : (path.split('/').at(-1) as string));
	return { negated, directoryOnly, matches };
}
