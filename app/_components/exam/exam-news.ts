/** The channel on which a tab tells the others that an exam has begun or is over; what is so, the server knows. */
export const EXAM_NEWS = 'kubedrill-exam';

export function tellExamNews(): void {
	const channel = new BroadcastChannel(EXAM_NEWS);
	channel.postMessage(null);
	channel.close();
}
