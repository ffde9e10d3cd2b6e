import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { LiveClock } from '../../../simulator/cli/live-clock.ts';
import { tlsFront } from '../../../simulator/cli/tls-front.ts';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { servingCredentials } from '../../../simulator/sandbox/index.ts';
import { newWorld } from './world-bench.ts';

/** SPDY for all; WebSockets for commands; WebSockets for ports too. */
const RELEASES = [27, 30, 31, 33]
	.map((minor) => `/usr/lib/google-cloud-sdk/bin/kubectl.1.${minor}`)
	.filter((path) => existsSync(path));
const SETUP = `kubectl create deployment web --image=nginx:1.27
kubectl expose deployment web --port=8080 --target-port=80
kubectl run box --image=busybox:1.36 -- sleep 100000
kubectl wait --for=condition=Ready pod --all --timeout=60s`;

const directory = mkdtempSync(join(tmpdir(), 'kubedrill-streams-'));
let clock: LiveClock | undefined;
let server: Server | undefined;
let world: SimulatedWorld | undefined;

beforeAll(async () => {
	if (RELEASES.length === 0) return;
	world = newWorld('streams');
	expect(world.runScript({ name: 'setup.sh', script: SETUP }).exitCode).toBe(0);
	clock = new LiveClock(world);
	const credentials = servingCredentials(Date.now(), ['127.0.0.1'], nodeHostCalls);
	const front = tlsFront(world, credentials, clock.poke);
	server = front;
	await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
	const { port } = front.address() as AddressInfo;
	writeFileSync(join(directory, 'config'), credentials.kubeconfig(`https://127.0.0.1:${port}`));
});

afterAll(() => {
	clock?.stop();
	server?.close();
	rmSync(directory, { recursive: true, force: true });
});

function start(kubectl: string, args: readonly string[]): ChildProcess {
	const env = {
		NODE_ENV: 'test',
		HOME: directory,
		PATH: '/usr/bin:/bin',
		KUBECONFIG: join(directory, 'config'),
	} as const;
	return spawn(kubectl, args, { env, cwd: directory });
}

async function run(kubectl: string, args: readonly string[], input = ''): Promise<string[]> {
	const child = start(kubectl, args);
	const output = ['', ''];
	for (const [index, stream] of [child.stdout, child.stderr].entries()) {
		stream?.setEncoding('utf8').on('data', (data: string) => {
			output[index] += data;
		});
	}
	child.stdin?.end(input);
	const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
	return [...output, String(code)] as string[];
}

/** The local port that it has chosen. */
function forwardedPort(child: ChildProcess): Promise<number> {
	let said = '';
	return new Promise((resolve, reject) => {
		child.stdout?.on('data', (data: Buffer) => {
			said += String(data);
			const port = /Forwarding from 127\.0\.0\.1:(\d+) -> 80\n/.exec(said)?.[1];
			if (port !== undefined) resolve(Number(port));
		});
		child.on('close', () => reject(new Error(`no port was forwarded: ${said}`)));
	});
}

test.each(RELEASES)('%s: exec, cp and port-forward', { timeout: 60_000 }, async (kubectl) => {
	const input = 'x'.repeat(200_000);
	expect(await run(kubectl, ['exec', '-i', 'box', '--', 'sh', '-c', 'wc -c; echo err >&2; exit 7'], input)).toEqual([
		'200000\n',
		'err\ncommand terminated with exit code 7\n',
		'7',
	]);
	writeFileSync(join(directory, 'up'), input);
	expect(await run(kubectl, ['cp', 'up', 'box:/tmp/file'])).toEqual(['', '', '0']);
	expect((await run(kubectl, ['cp', 'box:/tmp/file', 'down']))[2]).toBe('0');
	expect(readFileSync(join(directory, 'down'), 'utf8')).toBe(input);

	const forward = start(kubectl, ['port-forward', 'svc/web', ':8080']);
	const url = `http://127.0.0.1:${await forwardedPort(forward)}/`;
	const pages = await Promise.all(Array.from({ length: 8 }, async () => (await fetch(url)).text()));
	forward.kill();
	expect(pages.map((page) => /<title>(.*)<\/title>/.exec(page)?.[1])).toEqual(new Array(8).fill('Welcome to nginx!'));
});

test.each(RELEASES)('%s: a port where nobody listens', { timeout: 60_000 }, async (kubectl) => {
	const forward = start(kubectl, ['port-forward', 'box', ':80']);
	let said = '';
	forward.stderr?.setEncoding('utf8').on('data', (data: string) => {
		said += data;
	});
	const ended = new Promise((resolve) => forward.on('close', resolve));
	await fetch(`http://127.0.0.1:${await forwardedPort(forward)}/`).catch(() => undefined);
	expect(await ended).toBe(1);
	expect(said.replaceAll('\\"', '"')).toMatch(
		/error forwarding port 80 to pod [0-9a-f]{64}, uid : failed to execute portforward in network namespace "[^"]*": failed to connect to localhost:80 inside namespace "[0-9a-f]{64}", IPv4: dial tcp4 127\.0\.0\.1:80: connect: connection refused/,
	);
	expect(said).toMatch(/\nerror: lost connection to pod\n$/);
});

test('the judges are there', () => {
	if (RELEASES.length === 0) console.log('streams of a real kubectl: NOT RUN: there is none on this machine');
	expect(RELEASES.every((path) => existsSync(path))).toBe(true);
});

// It has ended by the host's clock long ago, and is valid in the world.
test.each(RELEASES.slice(-1))('%s: a certificate of an hour says who one is', { timeout: 60_000 }, async (kubectl) => {
	const made = world?.runScript({
		name: 'csr.sh',
		script: `openssl req -new -newkey rsa:2048 -nodes -keyout k -out r -subj /O=ops/CN=dana 2> /dev/null
kubectl create -f - > /dev/null <<Y
{apiVersion: certificates.k8s.io/v1, kind: CertificateSigningRequest, metadata: {name: dana}, spec: {request: $(base64 -w0 r), signerName: kubernetes.io/kube-apiserver-client, expirationSeconds: 3600, usages: [client auth]}}
Y
kubectl certificate approve dana > /dev/null; sleep 2; kubectl get csr dana -o jsonpath='{.status.certificate}' | base64 -d; cat k`,
	});
	writeFileSync(join(directory, 'dana.pem'), made?.stdout ?? '');
	const keys = ['--client-certificate=dana.pem', '--client-key=dana.pem'];
	expect((await run(kubectl, ['config', 'set-credentials', 'dana', ...keys]))[2]).toBe('0');
	const asked = ['--user=dana', 'auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'];
	expect(await run(kubectl, asked)).toEqual(['dana', '', '0']);
});
