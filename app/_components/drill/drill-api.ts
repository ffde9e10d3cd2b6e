import type { MyDrills } from '../../_lib/drills/my-drills.ts';
import type { RunView } from '../../_lib/drills/run-view.ts';

/** The visitor's day, by their own clock. */
function today(): { readonly day: string; readonly since: string } {
	const since = new Date();
	since.setHours(0, 0, 0, 0);
	const two = (number: number) => String(number).padStart(2, '0');
	const day = `${since.getFullYear()}-${two(since.getMonth() + 1)}-${two(since.getDate())}`;
	return { day, since: since.toISOString() };
}

/** The day's set and the standing; undefined when the server is away. */
export async function fetchMyDrills(): Promise<MyDrills | undefined> {
	return answer(`/api/drills?${new URLSearchParams(today())}`);
}

/** The run of a drill that is open; null when there is none. */
export async function fetchOpenRun(drill: string, locale: string): Promise<RunView | null | undefined> {
	return answer(`/api/drills/runs?${new URLSearchParams({ drill, locale, ...today() })}`);
}

export async function postRun(drill: string, locale: string): Promise<RunView | undefined> {
	return answer('/api/drills/runs', { drill, locale, today: today() });
}

export type RunAction = 'settle' | 'hint' | 'solution' | 'give-up';

/** "left": another run was begun meanwhile, in another tab. */
export async function postAction(
	run: string,
	action: RunAction,
	locale: string,
): Promise<RunView | 'left' | undefined> {
	return answer<RunView | 'left'>(`/api/drills/runs/${run}`, { action, locale, today: today() }, 'left');
}

async function answer<T>(path: string, body?: object, conflict?: T): Promise<T | undefined> {
	const init =
		body === undefined
			? {}
			: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
	try {
		const response = await fetch(path, init);
		if (response.ok) return (await response.json()) as T;
		return response.status === 409 ? conflict : undefined;
	} catch {
		return undefined;
	}
}
