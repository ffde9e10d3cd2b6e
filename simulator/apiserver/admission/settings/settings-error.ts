/** What makes the server end before it serves: in its own words, without what goes before them in its log. */
export class SettingsError extends Error {
	/** As the line of a log that ends the process at once is written, not as the error of the command. */
	readonly isFatal: boolean;

	constructor(message: string, isFatal = false) {
		super(message);
		this.name = 'SettingsError';
		this.isFatal = isFatal;
	}
}
