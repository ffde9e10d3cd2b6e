import type { Task } from '../../machinery/task.ts';
import { expandSubscript } from '../expansion/expand-subscript.ts';
import { evaluateIndex } from '../expansion/parameter.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { IndexedArray } from '../state/shell-array.ts';
import { elementName } from '../syntax/element-name.ts';
import { type Builtin, isIdentifier, usageError } from './builtin.ts';

/** `unset`. */
export const UNSET: Builtin = {
	special: true,
	usage: '[-f] [-v] [-n] [name ...]',
	*run(shell, args) {
		let i = 0;
		const flags = new Set<string>();
		for (; i < args.length && /^-[fvn]+$/.test(args[i] as string); i++) {
			for (const letter of (args[i] as string).slice(1)) flags.add(letter);
		}
		if (/^-./.test(args[i] ?? '') && args[i] !== '--') {
			return yield* usageError(shell, 'unset', `-${args[i]?.[1]}: invalid option`, UNSET.usage);
		}
		if (flags.has('f') && flags.has('v')) {
			return yield* shell.fail('unset', 'cannot simultaneously unset a function and a variable');
		}
		if (args[i] === '--') i++;
		let status = 0;
		for (const name of args.slice(i)) {
			try {
				if (!(yield* unsetOne(shell, name, flags))) status = yield* invalidName(shell, name);
			} catch (error) {
				if (!(error instanceof ShellFailure) || error.ofElement || error.reported) throw error;
				status = yield* shell.fail('unset', error.message);
			}
		}
		return status;
	},
};

function* invalidName(shell: Shell, name: string): Task<number> {
	if (!shell.isBash) return yield* shell.fail('unset', `${name}: bad variable name`, 2);
	return yield* shell.fail('unset', `\`${name}': not a valid identifier`);
}

function* unsetOne(shell: Shell, name: string, flags: ReadonlySet<string>): Task<boolean> {
	if (flags.has('f')) return unsetFunction(shell, name);
	// What stands behind a name like an assignment counts for nothing.
	if (!shell.isBash) {
		const plain = name.replace(/=.*$/s, '');
		if (!isIdentifier(plain)) return false;
		shell.variables.unset(plain);
		return true;
	}
	const element = elementName(name);
	if (element !== undefined) {
		yield* unsetElement(shell, element.name, element.subscript);
		return true;
	}
	if (!isIdentifier(name)) {
		if (flags.has('v') || !shell.isBash) return false;
		return unsetFunction(shell, name);
	}
	if (flags.has('n') && shell.variables.find(name)?.nameref !== true) return true;
	const { name: referred, index } = shell.variables.resolve(name);
	if (index !== undefined && !flags.has('n')) {
		yield* unsetElement(shell, referred, index);
		return true;
	}
	const target = flags.has('n') ? name : referred;
	if (!shell.variables.unset(target, shell.options.shopt.localvar_unset) && !flags.has('v')) unsetFunction(shell, name);
	return true;
}

function unsetFunction(shell: Shell, name: string): boolean {
	if (shell.functions.get(name)?.readonly === true) {
		throw new ShellFailure(`${name}: cannot unset: readonly function`);
	}
	shell.functions.delete(name);
	return true;
}

/** The subscript is expanded: unset's arguments may hold what a quote has kept from it. */
function* unsetElement(shell: Shell, name: string, written: string): Task<void> {
	if (shell.variables.resolve(name).variable === undefined) return;
	if (shell.options.compatibility <= 51 && (written === '@' || written === '*')) {
		shell.variables.unset(name);
		return;
	}
	const variable = shell.variables.writable(name);
	if (written === '') return;
	if (variable.associative !== undefined) {
		const key = yield* expandSubscript(shell, name, written);
		if (key === '') throw new ShellFailure(`[${written}]: bad array subscript`);
		variable.associative.delete(key);
		return;
	}
	const subscript = yield* expandSubscript(shell, name, written);
	if (subscript === '@' || subscript === '*') {
		variable.indexed = new IndexedArray();
		variable.indexed.assigned = true;
		variable.value = undefined;
		return;
	}
	const index = evaluateIndex(shell, subscript);
	if (index < 0 && index + (variable.indexed?.last ?? 0) + 1 < 0) {
		throw new ShellFailure(`[${written}]: bad array subscript`);
	}
	if (variable.indexed !== undefined) variable.indexed.delete(index);
	else if (index === 0) shell.variables.unset(name);
}
