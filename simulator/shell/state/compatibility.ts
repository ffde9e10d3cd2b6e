import type { Shopt } from './options.ts';
import type { Shell } from './shell.ts';

const OLDEST = 31;
const LATEST = 52;
const OPTIONS: readonly Shopt[] = ['compat31', 'compat32', 'compat40', 'compat41', 'compat42', 'compat43', 'compat44'];

/** BASH_COMPAT was assigned, or unset. Models bash variables.c sv_shcompatlevel. */
export function compatibilityAssigned(shell: Shell, value: string | undefined): void {
	const found = /^(\d)\.?(\d)$/.exec(value ?? '');
	const level = found === null ? 0 : Number(`${found[1]}${found[2]}`);
	const isLevel = level >= OLDEST && level <= LATEST;
	if (!isLevel && value !== undefined && value !== '') {
		shell.warnings.push(`BASH_COMPAT: ${value}: compatibility value out of range`);
	}
	setLevel(shell, isLevel ? level : LATEST);
}

/** `shopt -s compat42`: of these options one is on at most. Models bash builtins/shopt.def set_compatibility_level. */
export function changeCompatibility(shell: Shell, option: Shopt, on: boolean): void {
	const level = on
		? Number(option.slice('compat'.length))
		: Number(OPTIONS.find((name) => shell.options.shopt[name])?.slice('compat'.length) ?? LATEST);
	setLevel(shell, level);
	shell.variables.set('BASH_COMPAT', String(level));
}

function setLevel(shell: Shell, level: number): void {
	for (const name of OPTIONS) shell.options.shopt[name] = name === `compat${level}`;
	shell.options.compatibility = level;
}
