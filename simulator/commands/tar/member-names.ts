import { NameTransform } from './name-transform.ts';
import type { TarRun } from './tar-run.ts';

/** Members are named without leading "/" and "../" unless -P says so, which is told once; --transform renames them. */
export class MemberNames {
	readonly #absolute: boolean;
	readonly #transforms: readonly NameTransform[];
	#told: string | undefined;
	constructor(run: TarRun) {
		this.#absolute = run.values.absolute === true;
		this.#transforms = run.given.flatMap(({ key, value }) =>
			key === 'transform' ? NameTransform.parse(value as string) : [],
		);
	}

	/** The name to use, and what to tell the user. @param of what: 's' for what a symbolic link leads to. */
	strip(
		name: string,
		of: 'name' | 'symlink' | 'hardlink' = 'name',
	): { readonly name: string; readonly notice: string | undefined } {
		const prefix = this.#absolute || of === 'symlink' ? '' : (/^(.*\/\.\.\/|\.\.\/|\/+)/.exec(name)?.[0] ?? '');
		if (prefix === '') return { name: this.#transformed(name, of), notice: undefined };
		const shown = prefix.startsWith('/') && !prefix.includes('..') ? '/' : prefix;
		const what = of === 'hardlink' ? 'hard link targets' : 'member names';
		const notice = this.#told === shown + what ? undefined : `Removing leading \`${shown}' from ${what}`;
		this.#told = shown + what;
		const rest = name.slice(prefix.length);
		return { name: this.#transformed(rest === '' ? './' : rest, of), notice };
	}

	#transformed(name: string, of: 'name' | 'symlink' | 'hardlink'): string {
		if (this.#transforms.length === 0) return name;
		const isDirectory = name.endsWith('/') && of === 'name';
		const plain = isDirectory ? name.replace(/\/+$/, '') : name;
		const out = this.#transforms.reduce((text, transform) => transform.apply(text, of), plain);
		return isDirectory && out !== '' ? `${out}/` : out;
	}
}
