/** What is searched, in one language: a lesson, a drill, a mock exam. The same one has the same sections in every language. */
export interface SearchEntry {
	readonly kind: 'lesson' | 'drill' | 'exam';
	/** Its page. */
	readonly href: string;
	readonly title: string;
	/** The stage's name; empty when it is no lesson. */
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
