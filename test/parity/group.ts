/** Commands that are typed one after the other into two worlds that start alike. */
export interface ParityGroup {
	readonly name: string;
	/** Laid into the working directory on both sides. */
	readonly files?: { readonly [path: string]: string };
	/** Brings both worlds to the same state first; not compared. Virtual time then passes until all is quiet. */
	readonly setup?: string;
	readonly commands: readonly string[];
}
