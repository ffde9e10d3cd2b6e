/** What is searched: a lesson in one language. The same lesson has the same sections in every language. */
export interface SearchEntry {
	/** "stage/lesson". */
	readonly id: string;
	readonly title: string;
	/** The stage's name. */
	readonly stage: string;
	readonly sections: readonly SearchSection[];
}

export interface SearchSection {
	readonly kind: 'intro' | 'section' | 'task';
	/** Empty: what stands before the first heading. */
	readonly heading: string;
	/** The id in the page; empty: its top. */
	readonly anchor: string;
	/** Plain text, commands and manifests included. */
	readonly text: string;
}
