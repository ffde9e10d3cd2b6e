import type { Arguments } from './arguments.ts';
import { newWorld } from './new-world.ts';

/** The sandbox in your own terminal, its clock following yours. */
export async function repl(args: Arguments): Promise<number> {
	const world = newWorld(args);
	const offsetMs = world.now() - Date.now();
	const size = () => ({ columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 });
	return new Promise((resolve) => {
		let timer: NodeJS.Timeout | undefined;
		const pump = (): void => {
			clearTimeout(timer);
			const reached = world.run(Date.now() + offsetMs, 5_000);
			const nextAt = world.nextAt();
			if (!reached) setImmediate(pump);
			else if (nextAt !== undefined) timer = setTimeout(pump, Math.max(1, nextAt - offsetMs - Date.now()));
		};
		world.onEvent((event) => {
			if (event.kind === 'output') process.stdout.write(event.data);
			if (event.kind === 'terminal-exit') {
				clearTimeout(timer);
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
			pump();
		});
		process.stdin.on('end', () => {
			world.apply({ kind: 'close', terminal: 'main' });
			pump();
		});
		process.stdout.on('resize', () => {
			world.apply({ kind: 'resize', terminal: 'main', ...size() });
			pump();
		});
		pump();
	});
}
