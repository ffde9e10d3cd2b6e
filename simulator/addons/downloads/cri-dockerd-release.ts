import { writeDeb } from '../../hosts/packages/deb-archive.ts';
import type { Page } from '../addon.ts';
import { archive, PACKED_MS, programFile, releaseFile, textFile } from './release-files.ts';

const REPOSITORY = 'Mirantis/cri-dockerd';
/** The newest first. */
const VERSIONS: readonly string[] =
	'0.3.21 0.3.20 0.3.19 0.3.18 0.3.17 0.3.16 0.3.15 0.3.14 0.3.13 0.3.12 0.3.11 0.3.10 0.3.9 0.3.8 0.3.7 0.3.6 0.3.5 0.3.4 0.3.3 0.3.2 0.3.1'.split(
		' ',
	);
const DISTRIBUTIONS: readonly string[] = [
	'ubuntu-jammy',
	'ubuntu-focal',
	'ubuntu-bionic',
	'debian-bookworm',
	'debian-bullseye',
];
const BYTES = 43_417_600;

const SERVICE = `[Unit]
Description=CRI Interface for Docker Application Container Engine
Documentation=https://docs.mirantis.com
After=network-online.target firewalld.service docker.service
Wants=network-online.target
Requires=cri-docker.socket

[Service]
Type=notify
ExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd://
ExecReload=/bin/kill -s HUP $MAINPID
RestartSec=2
Restart=always

[Install]
WantedBy=multi-user.target
`;

const SOCKET = `[Unit]
Description=CRI Docker Socket for the API
PartOf=cri-docker.service

[Socket]
ListenStream=%t/cri-dockerd.sock
SocketMode=0660
SocketUser=root
SocketGroup=docker

[Install]
WantedBy=sockets.target
`;

const AFTER_INSTALL = `#!/bin/sh
set -e
if [ "$1" = configure ] && command -v systemctl >/dev/null; then
  systemctl daemon-reload
  systemctl enable cri-docker.service cri-docker.socket
  systemctl start cri-docker.socket cri-docker.service || true
fi
`;

const BEFORE_REMOVAL = `#!/bin/sh
set -e
if [ "$1" = remove ]; then
  systemctl disable --now cri-docker.service cri-docker.socket || true
fi
`;

function debOf(version: string, distribution: string): Uint8Array {
	const control = `Package: cri-dockerd
Version: ${version}~3-0~${distribution}
Section: admin
Priority: optional
Architecture: amd64
Maintainer: Mirantis <docker@mirantis.com>
Installed-Size: ${Math.ceil(BYTES / 1024)}
Depends: iptables, libc6
Homepage: https://github.com/${REPOSITORY}
Description: Lets Kubernetes use Docker Engine as its container runtime
`;
	const units = '/lib/systemd/system';
	return writeDeb(
		[
			textFile('./control', control),
			textFile('./postinst', AFTER_INSTALL, 0o755),
			textFile('./prerm', BEFORE_REMOVAL, 0o755),
		],
		[
			programFile('/usr/bin/cri-dockerd', 'cri-dockerd', BYTES),
			textFile(`${units}/cri-docker.service`, SERVICE),
			textFile(`${units}/cri-docker.socket`, SOCKET),
		],
		PACKED_MS,
	);
}

/** cri-dockerd, as a package and as a tarball. */
export function criDockerdPages(): readonly Page[] {
	return VERSIONS.flatMap((version) => [
		...DISTRIBUTIONS.flatMap((distribution) => {
			const file = `cri-dockerd_${version}.3-0.${distribution}_amd64.deb`;
			return releaseFile(REPOSITORY, `v${version}`, file, () => debOf(version, distribution));
		}),
		...releaseFile(
			REPOSITORY,
			`v${version}`,
			`cri-dockerd-${version}.amd64.tgz`,
			archive([programFile('cri-dockerd/cri-dockerd', 'cri-dockerd', BYTES)]),
		),
		...['cri-docker.service', 'cri-docker.socket'].flatMap((file) =>
			[`v${version}`, ...(version === VERSIONS[0] ? ['master'] : [])].map((tag) => ({
				url: `https://raw.githubusercontent.com/${REPOSITORY}/${tag}/packaging/systemd/${file}`,
				text: () => (file.endsWith('socket') ? SOCKET : SERVICE),
			})),
		),
	]);
}
