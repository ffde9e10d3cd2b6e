import { errorMessage } from '../../../kernel/error-message.ts';
import { NetlinkError } from '../../../kernel/net/links/link-changes.ts';
import type { LinkTable } from '../../../kernel/net/links/link-table.ts';
import type { Netlink } from '../../../kernel/net/links/netlink.ts';
import { isAddress, prefixOf } from '../../../kernel/net/links/route-entry.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { Exit, type UnixRun } from '../../unix-command.ts';

/** What stands in front of the object. */
export interface IpOptions {
	family: 'inet' | 'inet6' | undefined;
	statistics: number;
	details: boolean;
	oneLine: boolean;
	brief: boolean;
	json: boolean;
	pretty: boolean;
	numeric: boolean;
	force: boolean;
	all: boolean;
	netns: string | undefined;
	batch: string | undefined;
}

/** One `ip` on its way: its options, and the words behind the object's command. */
export class IpRequest {
	readonly run: UnixRun;
	readonly options: IpOptions;
	readonly words: readonly string[];
	#at = 0;

	constructor(run: UnixRun, options: IpOptions, words: readonly string[]) {
		this.run = run;
		this.options = options;
		this.words = words;
	}

	get netlink(): Netlink {
		return this.run.process.machine.netlink;
	}

	get table(): LinkTable {
		return this.netlink.table;
	}

	/** The next word; undefined at the end. */
	next(): string | undefined {
		return this.words[this.#at++];
	}

	/** The word that an option needs. Models lib/utils.c incomplete_command. */
	argument(): string {
		const word = this.next();
		if (word === undefined) throw new Exit(255, 'Command line is not complete. Try option "help"\n');
		return word;
	}

	number(what: string, most = 2 ** 32 - 1): number {
		const word = this.argument();
		const value = /^(0x[0-9a-f]+|\d+)$/i.test(word) ? Number(word) : Number.NaN;
		if (!(value <= most)) throw wrong(word, `Invalid "${what}" value`);
		return value;
	}

	change(apply: (table: LinkTable) => void): void {
		kernelSays(() => this.netlink.change(apply));
	}
}

/** Runs it and ends the command as the kernel's refusal wants it. */
export function kernelSays<T>(call: () => T): T {
	try {
		return call();
	} catch (error) {
		if (error instanceof NetlinkError) throw new Exit(2, `${error.message}\n`);
		if (error instanceof SystemError) throw new Exit(1, `${errorMessage(error.errno)}\n`);
		throw error;
	}
}

/** Models lib/utils.c invarg. */
export function wrong(word: string, why: string): Exit {
	return new Exit(255, `Error: argument "${word}" is wrong: ${why}\n\n`);
}

/** Models lib/utils.c duparg2. */
export function garbage(key: string, word: string): Exit {
	return new Exit(255, `Error: either "${key}" is duplicate, or "${word}" is a garbage.\n`);
}

/** Whether a word abbreviates one of these. Models lib/utils.c matches. */
export function abbreviates(word: string, ...names: readonly string[]): boolean {
	return names.some((name) => name.startsWith(word));
}

export function prefix(word: string): { readonly base: number; readonly bits: number } {
	const found = prefixOf(word);
	if (found === undefined) throw new Exit(1, `Error: any valid prefix is expected rather than "${word}".\n`);
	return found;
}

export function address(word: string): string {
	if (!isAddress(word)) throw new Exit(1, `Error: inet address is expected rather than "${word}".\n`);
	return word;
}

/** "10.0.0.1" is 10.0.0.1/32. */
export function cidr(word: string): string {
	prefix(word);
	return word.includes('/') ? word : `${word}/32`;
}

export function cannotFind(name: string): Exit {
	return new Exit(1, `Cannot find device "${name}"\n`);
}
