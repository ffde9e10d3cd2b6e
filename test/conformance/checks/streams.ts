import { PassThrough } from 'node:stream';
import { Attach, CoreV1Api, Exec, Log, PortForward, type V1Status } from '@kubernetes/client-node';
import { type Check, eventually } from '../check.ts';
import { same } from '../expect.ts';
import type { ServedWorld } from '../served-world.ts';

const namespace = 'default';
const NAME = 'streams';

/** What goes on after HTTP: commands, terminals, logs and forwarded ports, over WebSockets as the official client does. */
export const STREAMS: readonly Check[] = [
	{
		name: 'a Pod to talk to',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			const chatty = {
				name: 'chatty',
				image: 'busybox',
				command: ['sh', '-c', 'while true; do echo tick; sleep 1; done'],
			};
			const echo = { name: 'echo', image: 'busybox', command: ['cat'], stdin: true };
			const spec = { containers: [{ name: 'nginx', image: 'nginx' }, chatty, echo] };
			await core.createNamespacedPod({ namespace, body: { metadata: { name: NAME }, spec } });
			await eventually('it is ready', async () => {
				const { status } = await core.readNamespacedPod({ namespace, name: NAME });
				return status?.containerStatuses?.every(({ ready }) => ready);
			});
		},
	},
	{
		name: 'exec: output, errors and the exit code',
		async run(served) {
			const { out, err, status } = await execute(served, ['sh', '-c', 'echo to out; echo to err >&2; exit 3']);
			same('output', { out, err }, { out: 'to out\n', err: 'to err\n' });
			same('status', status, {
				metadata: {},
				status: 'Failure',
				message:
					'command terminated with non-zero exit code: error executing command [sh -c echo to out; echo to err >&2; exit 3], exit code 3',
				reason: 'NonZeroExitCode',
				details: { causes: [{ reason: 'ExitCode', message: '3' }] },
			});
		},
	},
	{
		name: 'exec: standard input reaches the command',
		async run(served) {
			const input = new PassThrough();
			const running = execute(served, ['sh', '-c', 'read line; echo "got $line"'], input);
			input.write('a line\n');
			same('output', (await running).out, 'got a line\n');
		},
	},
	{
		name: 'attach: what the container says, and its standard input',
		async run(served) {
			const out = new PassThrough();
			const said = collected(out);
			const input = new PassThrough();
			const socket = await new Attach(served.config).attach(namespace, NAME, 'echo', out, null, input, false);
			input.write('hello there\n');
			await eventually('its echo', () => said() === 'hello there\n');
			socket.close();
		},
	},
	{
		name: 'logs: a tail, a limit and following',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			const tail = await core.readNamespacedPodLog({ namespace, name: NAME, container: 'chatty', tailLines: 1 });
			same('tail', tail, 'tick\n');
			const cut = await core.readNamespacedPodLog({ namespace, name: NAME, container: 'chatty', limitBytes: 3 });
			same('limit', cut, 'tic');
			const out = new PassThrough();
			const said = collected(out);
			const controller = await new Log(config).log(namespace, NAME, 'chatty', out, { follow: true, tailLines: 1 });
			await eventually('three lines', () => said().startsWith('tick\ntick\ntick\n'));
			controller.abort();
		},
	},
	{
		name: 'a forwarded port answers HTTP',
		async run({ config }) {
			const input = new PassThrough();
			const out = new PassThrough();
			const said = collected(out);
			const socket = await new PortForward(config).portForward(namespace, NAME, [80], out, null, input);
			input.write('GET / HTTP/1.0\r\n\r\n');
			await eventually('the page', () => said().includes('Welcome to nginx!'));
			same('status line', said().slice(0, 15), 'HTTP/1.1 200 OK');
			(socket as { close(): void }).close();
		},
	},
	{
		name: 'the Pod goes',
		async run({ config }) {
			await config.makeApiClient(CoreV1Api).deleteNamespacedPod({ namespace, name: NAME, gracePeriodSeconds: 0 });
		},
	},
];

async function execute(
	{ config }: ServedWorld,
	command: string[],
	input?: PassThrough,
): Promise<{ out: string; err: string; status: V1Status }> {
	const out = new PassThrough();
	const err = new PassThrough();
	const [saidOut, saidErr] = [collected(out), collected(err)];
	let status: V1Status | undefined;
	await new Exec(config).exec(namespace, NAME, 'chatty', command, out, err, input ?? null, false, (given) => {
		status = given;
	});
	const ended = await eventually('the command ends', () => status);
	return { out: saidOut(), err: saidErr(), status: ended };
}

function collected(stream: PassThrough): () => string {
	let text = '';
	stream.setEncoding('utf8').on('data', (part: string) => {
		text += part;
	});
	return () => text;
}
