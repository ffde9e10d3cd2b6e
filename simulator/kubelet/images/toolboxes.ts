import type { ImageRepository } from '../runtime/image.ts';
import { alpineLayer } from './bases/alpine.ts';
import { BOOKWORM, BULLSEYE, debianLayer } from './bases/debian.ts';
import { distrolessLayer } from './bases/distroless.ts';
import { imageTags, patches, variantTags } from './image-version.ts';
import { commands, executable, layer } from './layer-builder.ts';

// Images that people start for the tools in them.

const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

/** What network troubleshooting images agree on. */
const NETWORK_TOOLS =
	'curl dig host nslookup jq ip ss nc telnet traceroute tracepath arp bridge route iptables iptables-save iptables-restore conntrack ipvsadm tcpdump nmap';

function networkTools(names: readonly string[], tags: string, date: string, sizeBytes: number): ImageRepository {
	return {
		names,
		tags: imageTags(names[0] as string, [
			{
				tags,
				date,
				sizeBytes,
				layers: () => [
					alpineLayer('3.22.0'),
					layer([
						...commands('/usr/bin', NETWORK_TOOLS, 240_000),
						executable('/bin/bash', 'bash', 814_216),
						executable('/bin/ping', 'ping', 72_000),
					]),
				],
				config: { cmd: ['bash'], env: ENV, workingDir: '/root' },
			},
		]),
	};
}

export const NETSHOOT: ImageRepository = networkTools(
	['docker.io/nicolaka/netshoot', 'ghcr.io/nicolaka/netshoot'],
	'v0.14 v0.13 v0.12 v0.11 latest',
	'2025-06-05',
	202_114_020,
);

/** Serves a page about itself while it waits to be used: that part is left out. */
export const DNSTOOLS: ImageRepository = networkTools(
	['docker.io/infoblox/dnstools', 'docker.io/tutum/dnsutils', 'docker.io/giantswarm/tiny-tools'],
	'v3 latest',
	'2018-03-14',
	8_402_110,
);

/** What the documentation's pages on DNS start. */
export const DNSUTILS: ImageRepository = {
	names: [
		'registry.k8s.io/e2e-test-images/jessie-dnsutils',
		'gcr.io/kubernetes-e2e-test-images/dnsutils',
		'gcr.io/kubernetes-e2e-test-images/jessie-dnsutils',
	],
	tags: imageTags('e2e-test-images/jessie-dnsutils', [
		{
			tags: '1.7 1.5 1.4 1.3 1.1 1.0',
			date: '2022-10-18',
			sizeBytes: 112_030_336,
			layers: () => [debianLayer(BULLSEYE), layer(commands('/usr/bin', 'dig host nslookup curl nc', 140_000))],
			config: { cmd: ['sleep', '3600'], env: ENV },
		},
	]),
};

/** What the controller manager scrubs volumes with. */
export const DEBIAN_BASE: ImageRepository = {
	names: ['registry.k8s.io/build-image/debian-base'],
	tags: imageTags('registry.k8s.io/build-image/debian-base', [
		{
			tags: 'bookworm-v1.0.6 bookworm-v1.0.5 bookworm-v1.0.4 bookworm-v1.0.3 bookworm-v1.0.2',
			date: '2025-08-26',
			sizeBytes: 22_110_402,
			layers: () => [debianLayer(BOOKWORM)],
			config: { cmd: ['/bin/sh'], env: ENV },
		},
	]),
};

/** curl on Alpine, started like curl itself. */
export const ALPINE_CURL: ImageRepository = {
	names: ['docker.io/alpine/curl', 'docker.io/byrnedo/alpine-curl', 'docker.io/appropriate/curl'],
	tags: imageTags('alpine/curl', [
		{
			tags: '8.17.0 8.14.1 8.12.1 8.11.1 8.10.0 8.9.1 8.8.0 8.7.1 8.5.0 8.4.0 8.2.1 7.88.1 3.14 latest',
			date: '2025-11-06',
			sizeBytes: 5_602_114,
			layers: () => [alpineLayer('3.22.2'), layer([executable('/usr/bin/curl', 'curl', 267_736)])],
			config: { entrypoint: ['/usr/bin/curl'], env: ENV },
		},
	]),
};

export const BUSYBOX_PLUS: ImageRepository = {
	names: ['docker.io/radial/busyboxplus'],
	tags: imageTags('radial/busyboxplus', [
		{
			tags: 'curl git base latest',
			date: '2014-12-31',
			sizeBytes: 4_802_220,
			layers: () => [alpineLayer('3.10.9'), layer([executable('/usr/bin/curl', 'curl', 267_736)])],
			config: { cmd: ['/bin/sh'], env: ENV },
		},
	]),
};

const KUBECTL_SIZE = 58_597_538;

/** "1.35.0 1.35": every release up to the world's own. Differs: all of them are the world's kubectl. */
const KUBECTL_RELEASES = Array.from({ length: 12 }, (_, index) => 1_35 - index).flatMap((minor) => {
	const name = `${Math.floor(minor / 100)}.${minor % 100}`;
	return [name, ...patches(`${name}.`, 0, minor === 1_35 ? 0 : 9)];
});

/** kubectl with a shell beside it. */
export const KUBECTL_SHELLS: ImageRepository = {
	names: ['docker.io/bitnami/kubectl', 'docker.io/bitnamilegacy/kubectl', 'docker.io/alpine/kubectl'],
	tags: imageTags('bitnami/kubectl', [
		{
			tags: ['latest', ...KUBECTL_RELEASES].join(' '),
			date: '2025-08-13',
			sizeBytes: 96_402_110,
			layers: () => [
				debianLayer(BOOKWORM),
				layer([
					executable('/opt/bitnami/kubectl/bin/kubectl', 'kubectl', KUBECTL_SIZE),
					...commands('/usr/bin', 'curl jq', 240_000),
				]),
			],
			config: {
				entrypoint: ['kubectl'],
				cmd: ['--help'],
				env: [['PATH', `/opt/bitnami/kubectl/bin:${ENV[0][1]}`]],
				user: '1001',
				workingDir: '/',
			},
		},
	]),
};

/** What scripts in Pods run: a shell first, kubectl and its friends around it. */
export const KUBECTL_TOOLS: ImageRepository = {
	names: ['docker.io/alpine/k8s', 'docker.io/lachlanevenson/k8s-kubectl', 'docker.io/portainer/kubectl-shell'],
	tags: imageTags('alpine/k8s', [
		{
			tags: ['latest', ...KUBECTL_RELEASES, ...KUBECTL_RELEASES.map((name) => `v${name}`)].join(' '),
			date: '2025-09-10',
			sizeBytes: 270_102_114,
			layers: () => [
				alpineLayer('3.22.1'),
				layer([
					executable('/usr/bin/kubectl', 'kubectl', KUBECTL_SIZE),
					...commands('/usr/bin', 'curl jq', 240_000),
					executable('/bin/bash', 'bash', 814_216),
				]),
			],
			config: { cmd: ['bash'], env: ENV, workingDir: '/apps' },
		},
	]),
};

/** kubectl and nothing else. */
export const KUBECTL_ALONE: ImageRepository = {
	names: ['registry.k8s.io/kubectl', 'docker.io/rancher/kubectl'],
	tags: imageTags('kubectl', [
		{
			tags: KUBECTL_RELEASES.filter((name) => name.split('.').length === 3)
				.map((name) => `v${name}`)
				.join(' '),
			date: '2025-12-17',
			sizeBytes: 21_402_990,
			layers: () => [distrolessLayer(), layer([executable('/bin/kubectl', 'kubectl', KUBECTL_SIZE)])],
			config: { entrypoint: ['/bin/kubectl'], env: ENV },
		},
	]),
};

/** bash on Alpine. */
export const BASH: ImageRepository = {
	names: ['docker.io/library/bash'],
	tags: imageTags('bash', [
		{
			tags: ['5.3.3', '5.3', '5', 'latest', '5.2.37', '5.2', '5.1', '5.0', '4.4', '4']
				.flatMap((name) => [name, ...variantTags([name], 'alpine3.22')])
				.join(' '),
			date: '2025-07-31',
			sizeBytes: 6_402_118,
			layers: () => [alpineLayer('3.22.2'), layer([executable('/usr/local/bin/bash', 'bash', 1_302_114)])],
			config: { cmd: ['bash'], env: ENV },
		},
	]),
};
