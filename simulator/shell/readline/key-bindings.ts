import { EDITOR_VARIABLES } from './editor-variables.ts';
import { KEYMAPS, type KeymapName } from './keymaps.ts';

/** What a key sequence does: a function of readline, keys typed in its place, or a command of the shell (`bind -x`). */
export type Binding =
	| { readonly kind: 'function'; readonly name: string }
	| { readonly kind: 'macro'; readonly text: string }
	| { readonly kind: 'command'; readonly text: string };

/** The changes that a user's inputrc and `bind` have made to the keys and variables of the line editor. */
export class KeyBindings {
	readonly #changed: Record<KeymapName, Map<string, Binding | 'nothing'>> = {
		emacs: new Map(),
		'vi-insert': new Map(),
		'vi-command': new Map(),
	};
	readonly #variables = new Map(EDITOR_VARIABLES);
	/** The map that `bind` and inputrcs change when they name none. */
	target: KeymapName = 'emacs';

	/** What a subshell has of them. */
	fork(): KeyBindings {
		const copy = new KeyBindings();
		for (const keymap of ['emacs', 'vi-insert', 'vi-command'] as const) {
			for (const [sequence, binding] of this.#changed[keymap]) copy.bind(keymap, sequence, binding);
		}
		for (const [name, value] of this.#variables) copy.#variables.set(name, value);
		copy.target = this.target;
		return copy;
	}

	bind(keymap: KeymapName, sequence: string, binding: Binding | 'nothing'): void {
		this.#changed[keymap].set(sequence, binding);
	}

	/** 'prefix' when more keys have to follow. */
	lookUp(keymap: KeymapName, sequence: string): Binding | 'prefix' | undefined {
		const changed = this.#changed[keymap].get(sequence);
		if (changed !== undefined && changed !== 'nothing') return changed;
		for (const name of this.#changed[keymap].keys()) if (name.startsWith(`${sequence} `)) return 'prefix';
		return changed === 'nothing' ? undefined : defaultBinding(keymap, sequence);
	}

	/** Every binding of a map. */
	all(keymap: KeymapName): Map<string, Binding> {
		const out = new Map<string, Binding>();
		for (const [sequence, name] of KEYMAPS[keymap]) out.set(sequence, { kind: 'function', name });
		for (const [sequence, binding] of this.#changed[keymap]) {
			if (binding === 'nothing') out.delete(sequence);
			else out.set(sequence, binding);
		}
		return out;
	}

	variable(name: string): string | undefined {
		return this.#variables.get(name);
	}

	isOn(name: string): boolean {
		return this.#variables.get(name) === 'on';
	}

	/** False when there is no such variable. */
	setVariable(name: string, value: string): boolean {
		const before = this.#variables.get(name);
		if (before === undefined) return false;
		const isSwitch = before === 'on' || before === 'off';
		this.#variables.set(name, isSwitch ? (/^(on|1|)$/i.test(value) ? 'on' : 'off') : value);
		return true;
	}

	variables(): readonly (readonly [string, string])[] {
		return [...this.#variables];
	}
}

/** Without any changes. */
export function defaultBinding(keymap: KeymapName, sequence: string): Binding | 'prefix' | undefined {
	const name = KEYMAPS[keymap].get(sequence);
	if (name !== undefined) return { kind: 'function', name };
	return keymap === 'emacs' && sequence === 'C-x' ? 'prefix' : undefined;
}
