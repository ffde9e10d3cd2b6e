import { UNIT_FILES } from '../systemd/unit-files.ts';
import { FALCO_PACKAGE } from './falco/falco-package.ts';
import { NGINX_PACKAGE } from './nginx-package.ts';

/** What a package of Ubuntu's that a node does not have puts there. */
export interface PackagedFiles {
	readonly executables: readonly {
		readonly path: string;
		readonly program: string;
		readonly bytes: number;
		/** Its program says which version of the package it is. */
		readonly isVersioned?: boolean;
	}[];
	readonly files: readonly (readonly [path: string, text: string])[];
	readonly folders?: readonly string[];
	/** What leads where. */
	readonly links?: readonly (readonly [path: string, target: string])[];
	/** The unit that is started, which the environment of the installation may choose. */
	readonly unit?: string | ((env: ReadonlyMap<string, string>) => string | undefined);
}

const EXPORTS = `# /etc/exports: which directories NFS clients may have, and who they are.
#
# /srv/homes       hostname1(rw,sync,no_subtree_check) hostname2(ro,sync,no_subtree_check)
#
`;

const UNIT = `[Unit]
Description=NFS server and services
After=network.target

[Service]
ExecStart=/usr/sbin/rpc.nfsd
ExecReload=/usr/sbin/exportfs -r

[Install]
WantedBy=multi-user.target
Alias=nfs-kernel-server.service
`;

const NETFILTER_PLUGINS = '/usr/share/netfilter-persistent/plugins.d';
const NETFILTER_UNIT = `[Unit]
Description=netfilter persistent configuration
Before=network-pre.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/netfilter-persistent start
ExecStop=/usr/sbin/netfilter-persistent stop

[Install]
WantedBy=multi-user.target
Alias=iptables.service
`;

const CONTAINERD: PackagedFiles = {
	executables: [
		{ path: '/usr/bin/containerd', program: 'containerd', bytes: 44_621_264 },
		{ path: '/usr/bin/ctr', program: 'ctr', bytes: 21_495_808 },
	],
	files: [['/usr/lib/systemd/system/containerd.service', unitText('containerd.service')]],
};
const RUNC = { path: '/usr/bin/runc', program: 'runc', bytes: 11_850_144 };
const DOCKER = { path: '/usr/bin/docker', program: 'docker', bytes: 42_537_104 };
const DOCKERD: PackagedFiles = {
	executables: [{ path: '/usr/bin/dockerd', program: 'dockerd', bytes: 86_004_528 }],
	files: [['/usr/lib/systemd/system/docker.service', unitText('docker.service')]],
};

function unitText(name: string): string {
	return UNIT_FILES.get(name) ?? '';
}

const FILES: ReadonlyMap<string, PackagedFiles> = new Map<string, PackagedFiles>([
	['containerd', CONTAINERD],
	['containerd.io', { ...CONTAINERD, executables: [...CONTAINERD.executables, RUNC] }],
	['runc', { executables: [RUNC], files: [] }],
	['docker-ce', DOCKERD],
	['docker-ce-cli', { executables: [DOCKER], files: [] }],
	['docker.io', { ...DOCKERD, executables: [...DOCKERD.executables, DOCKER] }],
	['trivy', { executables: [{ path: '/usr/bin/trivy', program: 'trivy', bytes: 157_286_400 }], files: [] }],
	[
		'runsc',
		{
			executables: [
				{ path: '/usr/bin/runsc', program: 'runsc', bytes: 67_841_196 },
				{ path: '/usr/bin/containerd-shim-runsc-v1', program: 'unsimulated', bytes: 28_312_772 },
			],
			files: [],
		},
	],
	['falco', FALCO_PACKAGE],
	['nginx', NGINX_PACKAGE],
	[
		'apache2-utils',
		{
			executables: [
				{ path: '/usr/bin/ab', program: 'ab', bytes: 59_552 },
				{ path: '/usr/bin/htpasswd', program: 'htpasswd', bytes: 39_032 },
			],
			files: [],
		},
	],
	[
		'netfilter-persistent',
		{
			executables: [{ path: '/usr/sbin/netfilter-persistent', program: 'netfilter-persistent', bytes: 1_083 }],
			files: [['/usr/lib/systemd/system/netfilter-persistent.service', NETFILTER_UNIT]],
			folders: [NETFILTER_PLUGINS],
			unit: 'netfilter-persistent',
		},
	],
	[
		'iptables-persistent',
		{
			executables: [
				{ path: `${NETFILTER_PLUGINS}/15-ip4tables`, program: '15-ip4tables', bytes: 2_058 },
				{ path: `${NETFILTER_PLUGINS}/25-ip6tables`, program: '25-ip6tables', bytes: 2_093 },
			],
			files: [],
			folders: ['/etc/iptables', NETFILTER_PLUGINS],
		},
	],
	['etcd-client', { executables: [{ path: '/usr/bin/etcdctl', program: 'etcdctl', bytes: 16_416_768 }], files: [] }],
	['lsb-release', { executables: [{ path: '/usr/bin/lsb_release', program: 'lsb_release', bytes: 3_638 }], files: [] }],
	[
		'nfs-common',
		{
			executables: [
				{ path: '/usr/sbin/mount.nfs', program: 'mount.nfs', bytes: 122_688 },
				{ path: '/usr/sbin/mount.nfs4', program: 'mount.nfs4', bytes: 122_688 },
				{ path: '/usr/sbin/showmount', program: 'showmount', bytes: 35_184 },
			],
			files: [],
		},
	],
	[
		'nfs-kernel-server',
		{
			executables: [
				{ path: '/usr/sbin/rpc.nfsd', program: 'rpc.nfsd', bytes: 39_256 },
				{ path: '/usr/sbin/exportfs', program: 'exportfs', bytes: 80_464 },
			],
			files: [
				['/etc/exports', EXPORTS],
				['/usr/lib/systemd/system/nfs-server.service', UNIT],
			],
			unit: 'nfs-server',
		},
	],
]);

/** Undefined of packages that bring nothing that the world knows. */
export function packagedFiles(name: string): PackagedFiles | undefined {
	return FILES.get(name);
}
