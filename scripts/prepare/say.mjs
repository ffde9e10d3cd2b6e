/** Progress on stderr, so that stdout stays the tool's own. */
const tty = process.stderr.isTTY === true;

export function say(line) {
	process.stderr.write(`${line}\n`);
}

/** "0.4 s", "63 s", "2 min 5 s". */
export function duration(ms) {
	if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
	const seconds = Math.round(ms / 1000);
	return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Runs `work` and says what is going on: at once, while it lasts (a counter on a terminal, a line each 15 s
 * elsewhere), and how long it took.
 */
export async function step(title, work) {
	const began = Date.now();
	say(`· ${title} …`);
	const tick = setInterval(
		() => {
			const line = `  … still at it, ${duration(Date.now() - began)}`;
			process.stderr.write(tty ? `\r\x1b[K${line}` : `${line}\n`);
		},
		tty ? 1_000 : 15_000,
	);
	try {
		return await work();
	} finally {
		clearInterval(tick);
		if (tty) process.stderr.write('\r\x1b[K');
		say(`  ${duration(Date.now() - began)}`);
	}
}
