/** `set -o` options: name, letter, and the order `set -o` lists them in. */
export const SET_OPTIONS = [
	['allexport', 'a'],
	['braceexpand', 'B'],
	['emacs', ''],
	['errexit', 'e'],
	['errtrace', 'E'],
	['functrace', 'T'],
	['hashall', 'h'],
	['histexpand', 'H'],
	['history', ''],
	['ignoreeof', ''],
	['interactive-comments', ''],
	['keyword', 'k'],
	['monitor', 'm'],
	['noclobber', 'C'],
	['noexec', 'n'],
	['noglob', 'f'],
	['nolog', ''],
	['notify', 'b'],
	['nounset', 'u'],
	['onecmd', 't'],
	['physical', 'P'],
	['pipefail', ''],
	['posix', ''],
	['privileged', 'p'],
	['verbose', 'v'],
	['vi', ''],
	['xtrace', 'x'],
] as const;

export type SetOption = (typeof SET_OPTIONS)[number][0];

/** `shopt` options in the order it lists them, with bash's defaults (not interactive). */
export const SHOPT_DEFAULTS = {
	autocd: false,
	assoc_expand_once: false,
	cdable_vars: false,
	cdspell: false,
	checkhash: false,
	checkjobs: false,
	checkwinsize: true,
	cmdhist: true,
	compat31: false,
	compat32: false,
	compat40: false,
	compat41: false,
	compat42: false,
	compat43: false,
	compat44: false,
	complete_fullquote: true,
	direxpand: false,
	dirspell: false,
	dotglob: false,
	execfail: false,
	expand_aliases: false,
	extdebug: false,
	extglob: false,
	extquote: true,
	failglob: false,
	force_fignore: true,
	globasciiranges: true,
	globskipdots: true,
	globstar: false,
	gnu_errfmt: false,
	histappend: false,
	histreedit: false,
	histverify: false,
	hostcomplete: true,
	huponexit: false,
	inherit_errexit: false,
	interactive_comments: true,
	lastpipe: false,
	lithist: false,
	localvar_inherit: false,
	localvar_unset: false,
	login_shell: false,
	mailwarn: false,
	no_empty_cmd_completion: false,
	nocaseglob: false,
	nocasematch: false,
	noexpand_translation: false,
	nullglob: false,
	patsub_replacement: true,
	progcomp: true,
	progcomp_alias: false,
	promptvars: true,
	restricted_shell: false,
	shift_verbose: false,
	sourcepath: true,
	varredir_close: false,
	xpg_echo: false,
};

export type Shopt = keyof typeof SHOPT_DEFAULTS;

/** The options of one shell; a subshell copies them. */
export class Options {
	readonly set: Record<SetOption, boolean>;
	readonly shopt: Record<Shopt, boolean>;
	/** `-r`: cannot be taken back. */
	restricted = false;
	/** The version whose behaviour is wanted. */
	compatibility = 52;

	constructor(from?: Options) {
		this.set = from === undefined ? { ...SET_DEFAULTS } : { ...from.set };
		this.shopt = from === undefined ? { ...SHOPT_DEFAULTS } : { ...from.shopt };
		this.restricted = from?.restricted === true;
		if (from !== undefined) this.compatibility = from.compatibility;
	}

	/** `$-` of dash, which counts nothing that is always on. */
	posixLetters(given: { interactive: boolean; command: boolean; stdin: boolean }): string {
		const on = (letter: string): boolean => {
			if (letter === 'i') return given.interactive;
			if (letter === 's') return given.stdin;
			if (letter === 'c') return given.command;
			const name = SET_OPTIONS.find((option) => option[1] === letter)?.[0];
			return name !== undefined && this.set[name];
		};
		return [...POSIX_LETTERS].filter(on).join('');
	}

	/** `$-`. */
	letters(extra: { interactive: boolean; command: boolean; stdin: boolean }): string {
		let out = '';
		for (const letter of LETTER_ORDER) {
			const name = SET_OPTIONS.find((option) => option[1] === letter)?.[0];
			const special = letter === 'i' ? extra.interactive : letter === 'r' && this.restricted;
			if (special || (name !== undefined && this.set[name])) out += letter;
		}
		return out + (extra.command ? 'c' : '') + (extra.stdin ? 's' : '');
	}
}

/** Models dash options.c optletters, from its end. */
const POSIX_LETTERS = 'ubaCEVvxcsnmiIfe';

const SET_DEFAULTS = Object.fromEntries(
	SET_OPTIONS.map(([name]) => [name, name === 'braceexpand' || name === 'hashall' || name === 'interactive-comments']),
) as Record<SetOption, boolean>;

/** Models bash flags.c which_set_flags. */
const LETTER_ORDER = 'abefhikmnprtuvxBCEHPT';
