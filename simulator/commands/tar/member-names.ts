import { compileGlob } from '../../machinery/glob.ts';
import type { TarRun } from './tar-run.ts';

/** Members are named without leading "/" and "../" unless -P says so; it is told once. */
export class MemberNames {
	readonly #absolute: boolean;
	#told: string | undefined;
	constructor(run: TarRun) {
		this.#absolute = run.values.absolute === true;
	}

	/** The name to use, and what to tell the user. */
	strip(name: string): { readonly name: string; readonly notice: string | undefined } {
		const prefix = this.#absolute ? '' : (/^(.*\/\.\.\/|\.\.\/|\/+)/.exec(name)?.[0] ?? '');
		if (prefix === '') return { name, notice: undefined };
		const shown = prefix.startsWith('/') && !prefix.includes('..') ? '/' : prefix;
		const notice = this.#told === shown ? undefined : `Removing leading \`${shown}' from member names`;
		this.#told = shown;
		const rest = name.slice(prefix.length);
		return { name: rest === '' ? './' : rest, notice };
	}
}

/** Whether a name is left out by --exclude. */
export function isExcluded(run: TarRun, name: string): boolean {
	return run.given.some(({ key, value }) => {
		if (key !== 'exclude' || value === undefined) return false;
		const glob = compileGlob(value, { extended: false });
		const parts = name.replace(/\/$/, '').split('/');
		return parts.some((_, index) => glob.matches(parts.slice(index).join('/')));
	});
}
