import { readFileSync, writeFileSync } from 'node:fs';
import { servingCredentials } from '../sandbox/index.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import { nodeHostCalls } from './host-calls.ts';
import { LiveClock } from './live-clock.ts';
import { newWorld } from './new-world.ts';
import { tlsFront } from './tls-front.ts';

const ADDRESS = '127.0.0.1';

/** Serves a world's Kubernetes API over TLS on loopback, its clock following ours, until a signal comes. */
export async function serve(args: Arguments): Promise<number> {
	const port = Number(args.options.get('port') ?? '6443');
	const file = args.options.get('kubeconfig');
	if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--port needs a port number');
	if (file === undefined) throw new UsageError('--kubeconfig needs a file to write');
	const world = newWorld(args);
	const script = args.options.get('script');
	if (script !== undefined) {
		const result = world.runScript({ name: 'setup.sh', script: readFileSync(script, 'utf8') });
		process.stderr.write(result.stderr);
	}
	const clock = new LiveClock(world);
	const credentials = servingCredentials(Date.now(), [ADDRESS], nodeHostCalls);
	const server = tlsFront(world, credentials, clock.poke);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, ADDRESS, resolve);
	});
	const listening = server.address() as { port: number };
	writeFileSync(file, credentials.kubeconfig(`https://${ADDRESS}:${listening.port}`), { mode: 0o600 });
	process.stdout.write(
		`Serving the Kubernetes API on https://${ADDRESS}:${listening.port}\nexport KUBECONFIG=${file}\n`,
	);
	clock.poke();
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
	});
	clock.stop();
	server.close();
	process.exit(0);
}
