import type { Task } from '../../../../machinery/task.ts';
import { Interrupted, VimError } from '../vim-error.ts';
import type { Key } from './key-names.ts';
import { ESCAPE } from './key-names.ts';
import type { MapMode, Mapping } from './mappings.ts';
import { Mappings } from './mappings.ts';

/** A key that waits to be taken. */
interface Waiting {
	readonly key: Key;
	/** May be the beginning of a mapping. */
	readonly mappable: boolean;
	/** From the terminal itself. */
	readonly typed: boolean;
}

/** Where keys come from when none is waiting. */
export interface KeyInput {
	/** At least one key, or none when `timeoutMs` passes first. */
	read(timeoutMs: number | undefined): Task<readonly Key[]>;
	/** What a mapping of an expression stands for. */
	evaluate(source: string): Task<string>;
	readonly timeoutMs: number | undefined;
	readonly buffer: number;
	tick(): Task<void>;
}

const WAITING_MAX = 500_000;
const DEPTH_MAX = 1_000;

/** Keys one after the other: typed, from mappings, macros, `:normal` and repeats. Models getchar.c's typeahead. */
export class KeySource {
	readonly mappings = new Mappings();
	#waiting: Waiting[] = [];
	#at = 0;
	readonly #input: KeyInput;
	/** Inside `:normal` or a repeat: nobody is asked, Escape ends what is unfinished. */
	#nested = 0;
	/** The mapping in hand, for E223. */
	#depth = 0;
	/** Keys taken since the current command began. */
	taken: Key[] = [];
	/** Where `q` puts what is typed. */
	recording: { readonly register: string; readonly keys: Key[] } | undefined;
	/** Whether the last key was typed, not mapped. */
	lastTyped = true;
	/** Typed keys of a mapping that may go on, for the screen. */
	partial: readonly Key[] = [];
	/** What was being waited for when Escape was put in for the end of `:normal`. */
	ranOut = false;

	constructor(input: KeyInput) {
		this.#input = input;
	}

	/** The next key, with mappings of `mode`; undefined mode: as it is. */
	*next(mode: MapMode | undefined): Task<Key> {
		for (;;) {
			if (this.#left === 0) {
				if (this.#nested > 0) {
					this.ranOut = true;
					return this.#note(ESCAPE);
				}
				yield* this.#read(undefined);
				continue;
			}
			const first = this.#waiting[this.#at] as Waiting;
			if (mode === undefined || !first.mappable || this.mappings.isEmpty(mode)) return this.#take();
			const applied = yield* this.#map(mode);
			if (!applied) return this.#take();
		}
	}

	/** Whether something was put in the place of the first keys. */
	*#map(mode: MapMode): Task<boolean> {
		const ahead: Key[] = [];
		for (let at = this.#at; at < this.#waiting.length && ahead.length < 50; at++) {
			const each = this.#waiting[at] as Waiting;
			if (!each.mappable) break;
			ahead.push(each.key);
		}
		const { mapping, partial } = this.mappings.match(mode, ahead, this.#input.buffer);
		const allTyped = ahead.length === this.#left;
		if (partial && allTyped && this.#nested === 0) {
			this.partial = ahead;
			const more = yield* this.#read(this.#input.timeoutMs);
			this.partial = [];
			if (more) return true;
		}
		if (mapping === undefined) return false;
		yield* this.#apply(mapping);
		return true;
	}

	*#apply(mapping: Mapping): Task<void> {
		if (++this.#depth > DEPTH_MAX) {
			this.flush();
			throw new VimError('E223: Recursive mapping');
		}
		const replaced = this.#waiting.slice(this.#at, this.#at + mapping.keys.length);
		this.#noteRecorded(replaced);
		this.#at += mapping.keys.length;
		const result = mapping.expression ? [...(yield* this.#input.evaluate(mapping.source))] : mapping.result;
		// A mapping that begins with its own keys does not map its first one again.
		const begins = mapping.keys.every((key, index) => result[index] === key);
		this.#put(
			result.map((key, index) => ({
				key,
				mappable: mapping.recursive && !(begins && index < mapping.keys.length),
				typed: false,
			})),
		);
		yield* this.#input.tick();
	}

	get #left(): number {
		return this.#waiting.length - this.#at;
	}

	/** False: time has passed. */
	*#read(timeoutMs: number | undefined): Task<boolean> {
		this.#depth = 0;
		const keys = yield* this.#input.read(timeoutMs);
		this.#compact();
		for (const key of keys) this.#waiting.push({ key, mappable: true, typed: true });
		return keys.length > 0;
	}

	#compact(): void {
		if (this.#at === 0) return;
		this.#waiting = this.#waiting.slice(this.#at);
		this.#at = 0;
	}

	#take(): Key {
		const first = this.#waiting[this.#at++] as Waiting;
		if (this.#at > 1_000) this.#compact();
		this.lastTyped = first.typed;
		this.#noteRecorded([first]);
		return this.#note(first.key);
	}

	#noteRecorded(keys: readonly Waiting[]): void {
		if (this.recording === undefined) return;
		for (const { key, typed } of keys) if (typed) this.recording.keys.push(key);
	}

	#note(key: Key): Key {
		this.taken.push(key);
		return key;
	}

	/** Keys to be taken before all others. */
	insert(keys: readonly Key[], mappable: boolean): void {
		if (this.#left + keys.length > WAITING_MAX) {
			this.flush();
			throw new VimError('E1195: too much typed ahead');
		}
		if (++this.#depth > WAITING_MAX) throw new Interrupted();
		this.#put(keys.map((key) => ({ key, mappable, typed: false })));
	}

	/** A key that was taken and is not wanted here. */
	putBack(key: Key, typed = true): void {
		this.#put([{ key, mappable: typed, typed }]);
		if (typed && this.recording?.keys.at(-1) === key) this.recording.keys.pop();
	}

	#put(keys: readonly Waiting[]): void {
		this.#waiting = [...keys, ...this.#waiting.slice(this.#at)];
		this.#at = 0;
	}

	/** What mappings and macros still had to say is dropped. */
	flush(): void {
		this.#waiting = this.#nested > 0 ? [] : this.#waiting.slice(this.#at).filter((each) => each.typed);
		this.#at = 0;
	}

	/** Keys that were typed ahead, to be read again by who is first in need of one. */
	giveBack(): readonly Key[] {
		const ahead = this.#waiting.slice(this.#at);
		if (this.#nested > 0 || ahead.some((each) => !each.typed)) return [];
		this.#waiting = [];
		this.#at = 0;
		return ahead.map((each) => each.key);
	}

	/** Whether keys are there without waiting. */
	get hasWaiting(): boolean {
		return this.#left > 0;
	}

	get isNested(): boolean {
		return this.#nested > 0;
	}

	/** From now on only `keys` are read; `leave` with what this returns ends it. */
	enter(keys: readonly Key[], mappable: boolean): readonly Waiting[] {
		const kept = this.#waiting.slice(this.#at);
		this.#waiting = keys.map((key) => ({ key, mappable, typed: false }));
		this.#at = 0;
		this.#nested++;
		this.ranOut = false;
		return kept;
	}

	leave(kept: readonly Waiting[]): void {
		this.#waiting = [...kept];
		this.#at = 0;
		this.#nested--;
		this.ranOut = false;
	}
}
