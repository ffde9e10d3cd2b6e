import type { Arguments } from './arguments.ts';
import { LiveClock } from './live-clock.ts';
import { newWorld } from './new-world.ts';

/** The sandbox in your own terminal, its clock following yours. */
export async function repl(args: Arguments): Promise<number> {
	const world = newWorld(args);
	const clock = new LiveClock(world);
	const size = () => ({ columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 });
	return new Promise((resolve) => {
		world.onEvent((event) => {
			if (event.kind === 'output') process.stdout.write(event.data);
			if (event.kind === 'terminal-exit') {
				clock.stop();
				process.stdin.setRawMode?.(false);
				process.stdin.pause();
				resolve(event.status);
			}
		});
		const host = args.options.get('host');
		world.apply({ kind: 'open', terminal: 'main', ...(host === undefined ? {} : { host }), ...size() });
		process.stdin.setRawMode?.(true);
		process.stdin.setEncoding('utf8');
		process.stdin.on('data', (data) => {
			world.apply({ kind: 'input', terminal: 'main', data: String(data) });
			clock.poke();
		});
		process.stdin.on('end', () => {
			world.apply({ kind: 'close', terminal: 'main' });
			clock.poke();
		});
		process.stdout.on('resize', () => {
			world.apply({ kind: 'resize', terminal: 'main', ...size() });
			clock.poke();
		});
		clock.poke();
	});
}
