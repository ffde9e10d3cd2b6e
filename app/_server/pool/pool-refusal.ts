/** A request that cannot be met; `code` is for the page. */
export class PoolRefusal extends Error {
	constructor(
		readonly code:
			| 'exercise-unknown'
			| 'sandbox-unknown'
			| 'server-full'
			| 'world-ended'
			| 'no-such-journal-index'
			| 'exam-over'
			| 'asked-in-exam',
		message: string,
	) {
		super(message);
	}
}

/** The user was deleted, or was a guest and has signed in, since the connection was opened: the page must come again. */
export class UserGone extends Error {}
