/**
 * What a server says of itself: the status that a GET would be answered with, for targets whose answers leave no trace
 * (no log line, no counter, no change). Undefined for every other target.
 */
export interface VouchedAnswers {
	/** Whether clients have to speak TLS to get that answer. */
	readonly secure: boolean;
	status(target: string): number | undefined;
}
