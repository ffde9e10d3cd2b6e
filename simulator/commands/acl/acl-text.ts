import { ACL_TAGS, type AccessEntry, type AccessList, isNamed } from '../../kernel/files/access-list.ts';
import type { Accounts } from '../coreutils/accounts.ts';

/** One entry as a user writes it: "d:u:daemon:rX". */
export interface WrittenEntry {
	readonly tag: number;
	readonly id: number;
	/** Undefined where none are to be given: setfacl -x. */
	readonly permissions: number | undefined;
	/** "X": execute where somebody may execute, and in folders. */
	readonly isConditional: boolean;
	readonly isDefault: boolean;
}

/** What cannot be read. @param at which character, from 1; undefined: it ends too early. */
export class EntryError extends Error {
	readonly at: number | undefined;
	constructor(at: number | undefined) {
		super('Invalid argument');
		this.at = at;
	}
}

const TAG_WORDS: readonly (readonly [pattern: RegExp, tag: number])[] = [
	[/^(?:user|u)$/, ACL_TAGS.owner],
	[/^(?:group|g)$/, ACL_TAGS.group],
	[/^(?:mask|m)$/, ACL_TAGS.mask],
	[/^(?:other|o)$/, ACL_TAGS.other],
];
export const NO_ID = 0xffff_ffff;

/** Reads entries from one text; places in it are told in errors. */
export class EntryReader {
	readonly #text: string;
	readonly #accounts: Accounts;
	readonly #wantsPermissions: boolean;
	#at = 0;

	constructor(text: string, accounts: Accounts, wantsPermissions: boolean) {
		this.#text = text;
		this.#accounts = accounts;
		this.#wantsPermissions = wantsPermissions;
	}

	/** Entries between commas. @throws EntryError */
	all(): WrittenEntry[] {
		const entries: WrittenEntry[] = [];
		for (;;) {
			entries.push(this.#entry());
			this.#skipBlanks();
			if (this.#at >= this.#text.length) return entries;
			if (this.#text[this.#at] !== ',') throw this.#error(this.#at);
			this.#at++;
		}
	}

	/** A line of a file: one entry and perhaps a remark; undefined of an empty one. @throws EntryError */
	line(): WrittenEntry | undefined {
		this.#skipBlanks();
		if (this.#at >= this.#text.length || this.#text[this.#at] === '#') return undefined;
		const entry = this.#entry();
		this.#skipBlanks();
		if (this.#at < this.#text.length && this.#text[this.#at] !== '#') throw this.#error(this.#at);
		return entry;
	}

	#entry(): WrittenEntry {
		let [word, start] = this.#word();
		const isDefault = (word === 'd' || word === 'default') && this.#colon();
		if (isDefault) [word, start] = this.#word();
		const found = TAG_WORDS.find(([pattern]) => pattern.test(word))?.[1];
		if (word === '' && this.#at < this.#text.length) throw this.#error(this.#at);
		if (found === undefined) return this.#rest(ACL_TAGS.user, this.#user(word, start), isDefault);
		if (!this.#colon()) return this.#rest(found, NO_ID, isDefault);
		const before = this.#at;
		const [name, nameAt] = this.#word();
		if (found === ACL_TAGS.mask || found === ACL_TAGS.other) {
			// "m:r" and "m::r" are the same.
			if (name !== '') this.#at = before - 1;
			return this.#rest(found, NO_ID, isDefault);
		}
		if (name === '') return this.#rest(found, NO_ID, isDefault);
		const isUser = found === ACL_TAGS.owner;
		const id = isUser ? this.#user(name, nameAt) : this.#group(name, nameAt);
		return this.#rest(isUser ? ACL_TAGS.user : ACL_TAGS.namedGroup, id, isDefault);
	}

	#rest(tag: number, id: number, isDefault: boolean): WrittenEntry {
		const hasMore = this.#colon();
		if (!this.#wantsPermissions) {
			if (hasMore && /[rwxX\d-]/.test(this.#text[this.#at] ?? '')) throw this.#error(this.#at);
			return { tag, id, permissions: undefined, isConditional: false, isDefault };
		}
		const { permissions, isConditional } = this.#permissions();
		return { tag, id, permissions, isConditional, isDefault };
	}

	#permissions(): { readonly permissions: number; readonly isConditional: boolean } {
		if (this.#at >= this.#text.length) throw this.#error(undefined);
		const start = this.#at;
		const first = this.#text[start] as string;
		if (/[0-7]/.test(first)) {
			this.#at++;
			return { permissions: Number(first), isConditional: false };
		}
		const seen = new Set<string>();
		let permissions = 0;
		for (; this.#at < this.#text.length; this.#at++) {
			const letter = this.#text[this.#at] as string;
			if (letter === '-') continue;
			const bit = { r: 4, w: 2, x: 1, X: 0 }[letter];
			if (bit === undefined) break;
			if (seen.has(letter)) throw this.#error(this.#at);
			seen.add(letter);
			permissions |= bit;
		}
		if (this.#at === start) throw this.#error(start);
		return { permissions, isConditional: seen.has('X') };
	}

	#user(name: string, at: number): number {
		return this.#id(name, at, this.#accounts.uids);
	}

	#group(name: string, at: number): number {
		return this.#id(name, at, this.#accounts.gids);
	}

	#id(name: string, at: number, ids: ReadonlyMap<string, number>): number {
		const id = ids.get(name) ?? (/^\d+$/.test(name) && Number(name) <= NO_ID ? Number(name) : undefined);
		if (id === undefined) throw this.#error(at);
		return id;
	}

	/** Up to the next sign that ends it. */
	#word(): [word: string, at: number] {
		const start = this.#at;
		while (this.#at < this.#text.length && !/[:,#\s]/.test(this.#text[this.#at] as string)) this.#at++;
		return [this.#text.slice(start, this.#at), start];
	}

	#colon(): boolean {
		if (this.#text[this.#at] !== ':') return false;
		this.#at++;
		return true;
	}

	#skipBlanks(): void {
		while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
	}

	#error(at: number | undefined): EntryError {
		return new EntryError(at === undefined ? undefined : at + 1);
	}
}

export function permissionText(permissions: number): string {
	return `${permissions & 4 ? 'r' : '-'}${permissions & 2 ? 'w' : '-'}${permissions & 1 ? 'x' : '-'}`;
}

const LONG_NAMES: ReadonlyMap<number, string> = new Map([
	[ACL_TAGS.owner, 'user'],
	[ACL_TAGS.user, 'user'],
	[ACL_TAGS.group, 'group'],
	[ACL_TAGS.namedGroup, 'group'],
	[ACL_TAGS.mask, 'mask'],
	[ACL_TAGS.other, 'other'],
]);

/** "user", the kind of an entry. */
export function kindOf({ tag }: AccessEntry): string {
	return LONG_NAMES.get(tag) ?? '';
}

/** "daemon"; a number where nobody has that name; '' of entries that name nobody. */
export function qualifierOf({ tag, id }: AccessEntry, accounts: Accounts | undefined): string {
	if (!isNamed(tag)) return '';
	const names = tag === ACL_TAGS.user ? accounts?.users : accounts?.groups;
	return names?.get(id) ?? String(id);
}

/** "user:daemon:r--". */
export function entryText(entry: AccessEntry, accounts: Accounts | undefined): string {
	return `${kindOf(entry)}:${qualifierOf(entry, accounts)}:${permissionText(entry.permissions)}`;
}

/** "u::rw-,u:daemon:r--". */
export function shortText(list: AccessList, accounts: Accounts, prefix = ''): string {
	return list.map((entry) => `${prefix}${entryText(entry, accounts).replace(/^([a-z])[a-z]*/, '$1')}`).join(',');
}

/** In the kernel's order. */
export function sorted(list: AccessList): AccessList {
	return [...list].sort((a, b) => a.tag - b.tag || (isNamed(a.tag) ? a.id - b.id : 0));
}

/** Which entry, from 0, makes it no list; undefined: it is one. Models acl_check(3). */
export function firstWrong(list: AccessList): number | undefined {
	const { owner, user, group, namedGroup, mask, other } = ACL_TAGS;
	const order = [owner, user, group, namedGroup, mask, other];
	let state = 0;
	let needsMask = false;
	for (const [at, { tag }] of list.entries()) {
		const place = order.indexOf(tag as (typeof order)[number]);
		// After the owner come users or the group, after the group others, a mask, or everybody else.
		const isRight =
			state === 0
				? tag === owner
				: state === 1
					? tag === user || tag === group
					: state === 2
						? tag === namedGroup || tag === mask || (tag === other && !needsMask)
						: state === 3 && tag === other;
		if (!isRight) return at;
		needsMask ||= isNamed(tag);
		state = tag === other ? 4 : place === 0 ? 1 : place === 1 ? 1 : place <= 3 ? 2 : 3;
	}
	return state === 4 ? undefined : list.length;
}
