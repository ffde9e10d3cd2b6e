import type { Task } from '../../machinery/task.ts';

const HEADER = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`;

/** The meter on stderr: its two lines of header, where it starts and where it ends. */
export class ProgressMeter {
	readonly #say: (text: string) => Task<void>;
	readonly #startedMs: number;
	#received = 0;
	#expected = 0;
	#over = false;

	constructor(say: (text: string) => Task<void>, startedMs: number) {
		this.#say = say;
		this.#startedMs = startedMs;
	}

	/** @param shows the header, which a further try does without. */
	*start(shows = true): Task<void> {
		yield* this.#say(`${shows ? HEADER : ''}${this.#line(0)}`);
	}

	update(received: number, expected: number): void {
		this.#received = received;
		this.#expected = Math.max(expected, received);
	}

	*finish(nowMs: number, failed: boolean): Task<void> {
		if (this.#over) return;
		this.#over = true;
		const elapsedMs = Math.max(1, nowMs - this.#startedMs);
		yield* this.#say(`${this.#line(failed && this.#received === 0 ? 0 : elapsedMs)}\n`);
	}

	#line(elapsedMs: number): string {
		const percent = this.#expected === 0 ? 0 : Math.floor((this.#received * 100) / this.#expected);
		const speed = elapsedMs === 0 ? 0 : Math.floor((this.#received * 1000) / elapsedMs);
		const amount = (bytes: number): string => shortSize(bytes).padStart(5);
		const columns = [
			String(percent).padStart(3),
			` ${amount(this.#expected)}`,
			`  ${String(percent).padStart(3)}`,
			` ${amount(this.#received)}`,
			'    0',
			` ${amount(0)}`,
			`  ${amount(speed)}`,
			`  ${amount(0)}`,
		];
		return `\r${columns.join('')} --:--:-- --:--:-- --:--:-- ${amount(speed)}`;
	}
}

/** At most five characters: "99999", "1024k", "12.3M". */
function shortSize(bytes: number): string {
	if (bytes < 100_000) return String(bytes);
	if (bytes < 10_000 * 1024) return `${Math.floor(bytes / 1024)}k`;
	const mega = bytes / 1024 ** 2;
	return mega < 100 ? `${mega.toFixed(1)}M` : `${Math.floor(mega)}M`;
}
