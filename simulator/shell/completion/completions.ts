import { SharedMap } from '../state/shared-map.ts';

/** What `complete` says of one command. */
export interface CompletionSpec {
	/** Letters of actions (-a alias, -b builtin, -c command, -d directory, …) as action names. */
	readonly actions: readonly string[];
	readonly wordlist: string | undefined;
	readonly functionName: string | undefined;
	readonly command: string | undefined;
	readonly glob: string | undefined;
	readonly filter: string | undefined;
	readonly prefix: string;
	readonly suffix: string;
	readonly options: ReadonlySet<string>;
}

/** The programmable completions of one shell: by command, and the three special ones. */
export class Completions {
	readonly byCommand: SharedMap<string, CompletionSpec>;
	/** `complete -D`, `-E` and `-I`. */
	readonly special: SharedMap<'default' | 'empty' | 'initial', CompletionSpec>;
	/** While a completion function runs: options that `compopt` changed. */
	current: Set<string> | undefined;

	constructor(
		byCommand: SharedMap<string, CompletionSpec> = new SharedMap(),
		special: SharedMap<'default' | 'empty' | 'initial', CompletionSpec> = new SharedMap(),
	) {
		this.byCommand = byCommand;
		this.special = special;
	}

	fork(): Completions {
		return new Completions(this.byCommand.fork(), this.special.fork());
	}
}
