import type { PackagedFiles } from '../packaged-files.ts';
import { FALCO_CONFIGURATION } from './falco-configuration.ts';
import { STABLE_RULES } from './stable-rules.ts';

const DOCUMENTATION = 'Documentation=https://falco.org/docs/';

function service(description: string, execStart: string, more = ''): string {
	return `[Unit]
Description=Falco: Container Native Runtime Security with ${description}
${DOCUMENTATION}
${more}Before=falcoctl-artifact-follow.service
Wants=falcoctl-artifact-follow.service

[Service]
Type=simple
User=root
ExecStart=${execStart}
ExecReload=kill -1 $MAINPID
UMask=0077
TimeoutSec=30
RestartSec=15s
Restart=on-failure
PrivateTmp=true
NoNewPrivileges=yes
ProtectHome=read-only
ProtectSystem=full
ProtectKernelTunables=true
RestrictRealtime=true
RestrictAddressFamilies=~AF_PACKET
StandardOutput=null

[Install]
WantedBy=multi-user.target
Alias=falco.service
`;
}

const INJECT = `[Unit]
Description=Falco: Container Native Runtime Security with kmod, inject.
${DOCUMENTATION}
PartOf=falco-kmod.service

[Service]
Type=oneshot
RemainAfterExit=yes
User=root
ExecStart=/usr/sbin/modprobe falco

[Install]
WantedBy=multi-user.target
`;

const FOLLOW = `[Unit]
Description=Falcoctl Artifact Follow: automatic artifacts update service
${DOCUMENTATION}
PartOf=falco-kmod.service falco-modern-bpf.service falco-custom.service

[Service]
Type=simple
User=root
ExecStart=/usr/bin/falcoctl artifact follow --allowed-types=rulesfile
UMask=0077
TimeoutSec=30
RestartSec=15s
Restart=on-failure
PrivateTmp=true
NoNewPrivileges=yes
ProtectSystem=true

[Install]
WantedBy=multi-user.target
`;

const LOCAL_RULES = `# Rules of your own, and changes of those in falco_rules.yaml: this file is read after it and no
# update touches it.
`;

export const CONTAINER_PLUGIN_CONFIGURATION = `# The plugin that knows containers and Pods.
load_plugins: [container]
`;

export const ENGINE_CONFIGURATION = 'engine:\n  kind: modern_ebpf\n';

const FALCOCTL = `artifact:
  follow:
    every: 168h0m0s
    falcoversions: http://localhost:8765/versions
    refs:
      - falco-rules:5
driver:
  type:
    - modern_ebpf
    - kmod
  name: falco
  repos:
    - https://download.falco.org/driver
  version: 9.1.0+driver
  hostroot: /
indexes:
  - name: falcosecurity
    url: https://falcosecurity.github.io/falcoctl/index.yaml
`;

/** Falco as its package puts it onto a node. */
export const FALCO_PACKAGE: PackagedFiles = {
	executables: [
		{ path: '/usr/bin/falco', program: 'falco', bytes: 45_312_008, isVersioned: true },
		{ path: '/usr/bin/falcoctl', program: 'falcoctl', bytes: 67_502_234 },
		{ path: '/usr/share/falco/plugins/libcontainer.so', program: 'unsimulated', bytes: 34_402_312 },
	],
	folders: ['/etc/falco/rules.d', '/etc/falco/config.d', '/usr/share/falco/plugins'],
	files: [
		['/etc/falco/falco.yaml', FALCO_CONFIGURATION],
		['/etc/falco/falco_rules.yaml', STABLE_RULES],
		['/etc/falco/falco_rules.local.yaml', LOCAL_RULES],
		['/etc/falco/config.d/engine-kind-falcoctl.yaml', ENGINE_CONFIGURATION],
		['/etc/falco/config.d/falco.container_plugin.yaml', CONTAINER_PLUGIN_CONFIGURATION],
		['/etc/falcoctl/falcoctl.yaml', FALCOCTL],
		[
			'/usr/lib/systemd/system/falco-modern-bpf.service',
			service('modern ebpf', '/usr/bin/falco -o engine.kind=modern_ebpf'),
		],
		[
			'/usr/lib/systemd/system/falco-kmod.service',
			service(
				'kmod',
				'/usr/bin/falco -o engine.kind=kmod',
				'After=falco-kmod-inject.service\nRequires=falco-kmod-inject.service\n',
			),
		],
		['/usr/lib/systemd/system/falco-custom.service', service('custom configuration', '/usr/bin/falco')],
		['/usr/lib/systemd/system/falco-kmod-inject.service', INJECT],
		['/usr/lib/systemd/system/falcoctl-artifact-follow.service', FOLLOW],
	],
	unit: (env) => {
		const driver = env.get('FALCO_DRIVER_CHOICE');
		return driver === 'none' ? undefined : driver === 'kmod' ? 'falco-kmod' : 'falco-modern-bpf';
	},
};
