import type { Controls } from '../../commands/kube-bench/check.ts';
import { ETCD, MASTER } from '../../commands/kube-bench/control-plane-checks.ts';
import { BENCHMARK } from '../../commands/kube-bench/kube-bench.ts';
import { NODE } from '../../commands/kube-bench/node-checks.ts';
import { CONTROL_PLANE, POLICIES } from '../../commands/kube-bench/policy-checks.ts';
import type { DebFile } from '../../hosts/packages/deb-archive.ts';
import { writeDeb } from '../../hosts/packages/deb-archive.ts';
import { ON_ALPINE } from '../../kubelet/images/bases/base.ts';
import { cataloguedImage } from '../../kubelet/images/catalogued-image.ts';
import { executable, file } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { Page } from '../addon.ts';
import { archive, PACKED_MS, programFile, releaseFile, textFile } from './release-files.ts';

const REPOSITORY = 'aquasecurity/kube-bench';
/** The newest first. */
const VERSIONS: readonly string[] =
	'0.14.1 0.14.0 0.13.0 0.12.0 0.11.2 0.11.1 0.11.0 0.10.7 0.10.6 0.10.5 0.10.4 0.10.3 0.10.2 0.10.1 0.10.0 0.9.4 0.9.3 0.9.2 0.9.1 0.9.0 0.8.0 0.7.3 0.7.2 0.7.1 0.7.0 0.6.19 0.6.17 0.6.15 0.6.12 0.6.10 0.6.8 0.6.6 0.6.5 0.6.3 0.4.0 0.3.1'.split(
		' ',
	);
const BYTES = 34_181_120;

const MAPPED: readonly (readonly [number, string])[] = [
	[29, 'cis-1.11'],
	[30, 'cis-1.11'],
	[31, 'cis-1.11'],
	[32, BENCHMARK],
	[33, BENCHMARK],
	[34, BENCHMARK],
];

/** Differs: every release has the mapping of the newest one. */
const CONFIG = `---
## Which benchmark a release of Kubernetes is looked at by, and what it has.
version_mapping:
${MAPPED.map(([minor, benchmark]) => `  "1.${minor}": "${benchmark}"\n`).join('')}
target_mapping:
  "${BENCHMARK}":
${['master', 'node', 'controlplane', 'etcd', 'policies'].map((target) => `    - "${target}"\n`).join('')}`;

function controlsFile({ id, text, target, groups }: Controls): string {
	return formatYaml({
		controls: '',
		version: BENCHMARK,
		id: Number(id),
		text,
		type: target,
		groups: groups.map((group) => ({
			id: group.id,
			text: group.text,
			checks: group.checks.map((check) => ({
				id: check.id,
				text: check.text,
				remediation: `${check.remedy}\n`,
				scored: check.scored,
			})),
		})),
	});
}

function configuration(folder: string): readonly DebFile[] {
	return [
		textFile(`${folder}/config.yaml`, CONFIG),
		textFile(`${folder}/${BENCHMARK}/config.yaml`, '---\n## What is particular to this benchmark: nothing.\n'),
		...[MASTER, ETCD, CONTROL_PLANE, NODE, POLICIES].map((controls) =>
			textFile(`${folder}/${BENCHMARK}/${controls.target}.yaml`, controlsFile(controls)),
		),
	];
}

function debOf(version: string): Uint8Array {
	const control = `Package: kube-bench
Version: ${version}
Section: default
Priority: extra
Architecture: amd64
Maintainer: aquasecurity
Installed-Size: ${Math.ceil(BYTES / 1024)}
Homepage: https://github.com/${REPOSITORY}
Description: Looks whether Kubernetes is set up as the CIS benchmark would have it
`;
	return writeDeb(
		[textFile('./control', control)],
		[
			programFile('/usr/local/bin/kube-bench', `kube-bench@v${version}`, BYTES),
			...configuration('/etc/kube-bench/cfg'),
		],
		PACKED_MS,
	);
}

const ENTRYPOINT = `#!/bin/sh
if [ "$1" = install ]; then
  if [ -d /host ]; then
    mkdir -p /host/cfg
    cp -r /opt/kube-bench/cfg/* /host/cfg/
    cp /usr/local/bin/kube-bench /host/
    echo "==============================================="
    echo "kube-bench is now installed on your host       "
    echo "Run ./kube-bench to perform a security check   "
    echo "==============================================="
    exit
  fi
  echo "Usage:"
  echo "  install: docker run --rm -v \\\`pwd\\\`:/host aquasec/kube-bench install"
  echo "  run:     docker run --rm --pid=host aquasec/kube-bench [command]"
  exit
fi
exec kube-bench "$@"
`;

export const KUBE_BENCH_IMAGE: ImageRepository = cataloguedImage({
	names: 'aquasec/kube-bench public.ecr.aws/aquasecurity/kube-bench',
	versions: [[`latest ${VERSIONS.flatMap((version) => [version, `v${version}`]).join(' ')}`, '2025-11-27', 27_402_114]],
	base: ON_ALPINE,
	entrypoint: ['./entrypoint.sh'],
	cmd: ['install'],
	workingDir: '/opt/kube-bench',
	files: () => [
		executable('/usr/local/bin/kube-bench', 'kube-bench', BYTES),
		file('/opt/kube-bench/entrypoint.sh', ENTRYPOINT, 0o755),
		...configuration('/opt/kube-bench/cfg').map(({ path, data }) => file(path, decodeUtf8(data))),
	],
});

const FOLDERS: readonly (readonly [name: string, path: string, mountPath: string])[] = [
	['var-lib-cni', '/var/lib/cni', '/var/lib/cni'],
	['var-lib-etcd', '/var/lib/etcd', '/var/lib/etcd'],
	['var-lib-kubelet', '/var/lib/kubelet', '/var/lib/kubelet'],
	['var-lib-kube-scheduler', '/var/lib/kube-scheduler', '/var/lib/kube-scheduler'],
	['var-lib-kube-controller-manager', '/var/lib/kube-controller-manager', '/var/lib/kube-controller-manager'],
	['etc-systemd', '/etc/systemd', '/etc/systemd'],
	['lib-systemd', '/lib/systemd', '/lib/systemd/'],
	['srv-kubernetes', '/srv/kubernetes', '/srv/kubernetes/'],
	['etc-kubernetes', '/etc/kubernetes', '/etc/kubernetes'],
	['usr-bin', '/usr/bin', '/usr/local/mount-from-host/bin'],
	['etc-cni-netd', '/etc/cni/net.d/', '/etc/cni/net.d/'],
	['opt-cni-bin', '/opt/cni/bin/', '/opt/cni/bin/'],
];

/** A Job that looks at the node it runs on. */
function job(name: string, args: readonly string[], master: boolean): string {
	const key = 'node-role.kubernetes.io/control-plane';
	return formatYaml({
		apiVersion: 'batch/v1',
		kind: 'Job',
		metadata: { name },
		spec: {
			template: {
				metadata: { labels: { app: 'kube-bench' } },
				spec: {
					...(master
						? { nodeSelector: { [key]: '' }, tolerations: [{ key, operator: 'Exists', effect: 'NoSchedule' }] }
						: {}),
					containers: [
						{
							command: ['kube-bench', ...args],
							image: 'docker.io/aquasec/kube-bench:latest',
							name: 'kube-bench',
							volumeMounts: FOLDERS.map(([volume, , mountPath]) => ({ name: volume, mountPath, readOnly: true })),
						},
					],
					hostPID: true,
					restartPolicy: 'Never',
					volumes: FOLDERS.map(([volume, path]) => ({ name: volume, hostPath: { path } })),
				},
			},
		},
	});
}

const JOBS: readonly (readonly [file: string, text: string])[] = [
	['job.yaml', job('kube-bench', [], false)],
	['job-master.yaml', job('kube-bench-master', ['run', '--targets', 'master'], true)],
	['job-node.yaml', job('kube-bench-node', ['run', '--targets', 'node'], false)],
];

/** kube-bench as a tarball, as a package and as manifests. */
export function kubeBenchPages(): readonly Page[] {
	return [
		...VERSIONS.flatMap((version, index) => [
			...releaseFile(
				REPOSITORY,
				`v${version}`,
				`kube-bench_${version}_linux_amd64.tar.gz`,
				() => archive([...configuration('cfg'), programFile('kube-bench', `kube-bench@v${version}`, BYTES)])(),
				index === 0,
			),
			...releaseFile(
				REPOSITORY,
				`v${version}`,
				`kube-bench_${version}_linux_amd64.deb`,
				() => debOf(version),
				index === 0,
			),
		]),
		...['main', 'master', ...VERSIONS.map((version) => `v${version}`)].flatMap((tag) =>
			JOBS.map(([name, text]) => ({
				url: `https://raw.githubusercontent.com/${REPOSITORY}/${tag}/${name}`,
				text: () => text,
			})),
		),
	];
}
