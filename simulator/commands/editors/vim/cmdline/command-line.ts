/** The line at the foot of the screen while it is typed. */
export interface CommandLine {
	/** ":", "/", "?", "=". */
	readonly prompt: string;
	text: string;
	cursor: number;
	/** Names that Tab goes through, in the line above. */
	menu: { readonly items: readonly string[]; index: number } | undefined;
	/** `"` while a register's name is awaited, `^` after Ctrl-V. */
	hint: string;
}
