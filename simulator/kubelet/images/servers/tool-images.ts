import type { Program } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_ALPINE, ON_DEBIAN } from '../bases/base.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { commands, executable, file, type PathEntry } from '../layer-builder.ts';
import { nginxFiles } from '../nginx/nginx-files.ts';

// Tools of others, each with its image.

const NETWORK_TOOLS = 'curl dig host nslookup jq ip ss nc telnet traceroute tracepath arp bridge route iptables';

/** nginx with a page about its Pod, and tools around it. Models Praqma/Network-MultiTool entrypoint.sh. */
function multitool(names: string, tags: string, title: (ports: string) => string, ports: string): ImageRepository {
	return cataloguedImage({
		names,
		versions: [[tags, '2024-02-21', 26_402_114]],
		base: ON_ALPINE,
		entrypoint: ['/bin/sh', '/docker/entrypoint.sh'],
		cmd: ['/usr/sbin/nginx', '-g', 'daemon off;'],
		ports,
		accounts: ['nginx:x:101:101:nginx:/var/cache/nginx:/sbin/nologin'],
		files: (): PathEntry[] => [
			...nginxFiles('nginx-1.24.0', { oldPage: false, entrypoint: false }).filter(
				([path]) => !path.startsWith('/docker-entrypoint'),
			),
			...commands('/usr/bin', NETWORK_TOOLS, 240_000),
			executable('/bin/bash', 'bash', 814_216),
			file(
				'/etc/nginx/conf.d/default.conf',
				'server {\n\tlisten 80 default_server;\n\tlisten 1180;\n\troot /usr/share/nginx/html;\n\tlocation / { index index.html; }\n}\n',
			),
			file(
				'/docker/entrypoint.sh',
				`#!/bin/sh
address=$(hostname -i 2> /dev/null)
sed -i "s/listen 80 /listen \${HTTP_PORT:-80} /" /etc/nginx/conf.d/default.conf
if [ "\${HTTP_PORT:-80}\${HTTPS_PORT:-443}" != 80443 ]; then
	echo "Replacing default HTTP port (80) with the value specified by the user - (HTTP_PORT: $HTTP_PORT)."
fi
echo "${title(`${'$'}{HTTP_PORT:-80} , HTTPS: ${'$'}{HTTPS_PORT:-443}`)}" | sed "s/@HOST/$HOSTNAME/; s/@ADDRESS/$address/" > /usr/share/nginx/html/index.html
exec "$@"
`,
				0o755,
			),
		],
	});
}

/** A client of a service that the world does not have: it knows its version. */
function client(version: (release: string) => string, otherwise: string): Program {
	return (process) => runClient(process, version, otherwise);
}

function* runClient(
	process: Parameters<Program>[0],
	version: (release: string) => string,
	otherwise: string,
): Task<number> {
	if (process.argv.slice(1).some((word) => /^(?:--version|-v|version)$/.test(word))) {
		yield* process.write(1, encodeUtf8(version(process.release ?? '')));
		return 0;
	}
	yield* process.write(2, encodeUtf8(otherwise));
	return 253;
}

const AWS = cataloguedImage({
	names: 'amazon/aws-cli public.ecr.aws/aws-cli/aws-cli',
	versions: [['2.31.27 latest 2.31.0 2.30.0 2.27.0 2.22.0 2.15.0 2.13.0 2.9.0 2.2.0 2.0.6', '2025-10-31', 130_402_114]],
	entrypoint: ['/usr/local/bin/aws'],
	workingDir: '/aws',
	programs: [
		[
			'/usr/local/bin/aws',
			client(
				(release) => `aws-cli/${release} Python/3.13.7 Linux/6.8.0-51-generic docker/x86_64.amzn.2023\n`,
				'\nUnable to locate credentials. You can configure credentials by running "aws configure".\n',
			),
		],
	],
});

const GCLOUD = cataloguedImage({
	names: 'google/cloud-sdk gcr.io/google.com/cloudsdktool/cloud-sdk gcr.io/google.com/cloudsdktool/google-cloud-cli',
	versions: [
		['546.0.0 latest stable slim 546.0.0-slim 500.0.0 450.0.0 alpine 326.0.0-alpine', '2025-11-04', 680_402_114],
	],
	cmd: ['/bin/bash'],
	programs: [
		[
			'/usr/bin/gcloud',
			client(
				(release) => `Google Cloud SDK ${release}\n`,
				'ERROR: (gcloud) You do not currently have an active account selected.\n',
			),
		],
	],
	files: () => [...commands('/usr/bin', 'curl jq kubectl', 240_000)],
});

const AZURE = cataloguedImage({
	names: 'mcr.microsoft.com/azure-cli',
	versions: [['2.79.0 latest 2.70.0 2.60.0 2.50.0 cbl-mariner2.0 azurelinux3.0', '2025-11-04', 240_402_114]],
	cmd: ['/bin/bash'],
	programs: [
		[
			'/usr/bin/az',
			client(
				(release) => `azure-cli                         ${release}\n`,
				"ERROR: Please run 'az login' to setup account.\n",
			),
		],
	],
	files: () => [...commands('/usr/bin', 'curl jq', 240_000)],
});

/** helm, alone or with kubectl. */
const HELM = cataloguedImage({
	names: 'alpine/helm',
	versions: [
		['3.19.0 latest 3 3.18.6 3.17.3 3.16.4 3.15.4 3.14.0 3.13.3 3.12.3 3.11.1 3.10.2', '2025-09-11', 72_402_114],
	],
	base: ON_ALPINE,
	entrypoint: ['helm'],
	cmd: ['--help'],
	workingDir: '/apps',
	files: () => [
		executable('/usr/bin/helm', 'helm', 58_597_538),
		...commands('/usr/bin', 'curl jq', 240_000),
		executable('/bin/bash', 'bash', 814_216),
	],
});

const HELM_KUBECTL = cataloguedImage({
	names: 'dtzar/helm-kubectl',
	versions: [['3.19.0 latest 3.19 3.18 3.17 3.16.1 3.14.4 3.12.0 3.10 3.8', '2025-09-11', 82_402_114]],
	base: ON_ALPINE,
	cmd: ['bash'],
	workingDir: '/config',
	files: () => [
		...commands('/usr/local/bin', 'helm kubectl', 58_597_538),
		...commands('/usr/bin', 'curl jq', 240_000),
		executable('/bin/bash', 'bash', 814_216),
	],
});

/** curl on Debian, without an entry point of its own. */
const TUTUM_CURL = cataloguedImage({
	names: 'tutum/curl odise/busybox-curl yauritux/busybox-curl giantswarm/curl',
	versions: [['latest alpine trusty', '2014-09-23', 72_402_114]],
	base: ON_DEBIAN,
	cmd: ['/bin/bash'],
	files: () => commands('/usr/bin', 'curl wget', 240_000),
});

const DNS_TESTER = cataloguedImage({
	names: 'dougbtv/centos-network centos/tools sbueringer/tools leodotcloud/swiss-army-knife',
	versions: [['latest v0.12', '2020-01-30', 90_402_114]],
	cmd: ['/bin/bash'],
	files: () => commands('/usr/bin', `${NETWORK_TOOLS} ping`, 240_000),
});

export const TOOL_IMAGES: readonly ImageRepository[] = [
	multitool(
		'praqma/network-multitool',
		'latest extra minimal alpine-minimal',
		() => 'Praqma Network MultiTool (with NGINX) - @HOST - @ADDRESS',
		'80 443 1180 11443',
	),
	multitool(
		'wbitt/network-multitool',
		'latest minimal alpine-minimal extra alpine-extra openshift fedora-minimal',
		(ports) =>
			`WBITT Network MultiTool (with NGINX) - @HOST - @ADDRESS - HTTP: ${ports} . (Formerly praqma/network-multitool)`,
		'80 443 1180 11443',
	),
	AWS,
	GCLOUD,
	AZURE,
	HELM,
	HELM_KUBECTL,
	TUTUM_CURL,
	DNS_TESTER,
];
