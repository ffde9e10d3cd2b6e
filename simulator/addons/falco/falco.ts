import {
	CONTAINER_PLUGIN_CONFIGURATION,
	ENGINE_CONFIGURATION,
	FALCO_PACKAGE,
} from '../../hosts/packages/falco/falco-package.ts';
import { FALCO_PACKAGES } from '../../hosts/packages/falco/falco-packages.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { ON_ALPINE } from '../../kubelet/images/bases/base.ts';
import { cataloguedImage } from '../../kubelet/images/catalogued-image.ts';
import { directory, executable, file } from '../../kubelet/images/layer-builder.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Addon } from '../addon.ts';
import { repositoryPages } from '../charts/repository-pages.ts';
import { FALCO_CHART } from './falco-chart.ts';
import { FALCOSIDEKICK_IMAGES } from './falcosidekick.ts';
import { FALCOSIDEKICK_CHART } from './falcosidekick-chart.ts';

const VERSIONS = FALCO_PACKAGES.map(({ version }) => version).join(' ');
const DATE = '2026-01-28';

const FALCO_IMAGE = cataloguedImage({
	names: 'falcosecurity/falco public.ecr.aws/falcosecurity/falco',
	versions: [
		[`latest ${VERSIONS} ${FALCO_PACKAGES.map(({ version }) => `${version}-debian`).join(' ')}`, DATE, 42_118_402],
	],
	base: ON_ALPINE,
	cmd: ['/usr/bin/falco', '-o', 'time_format_iso_8601=true'],
	env: () => [
		['HOST_ROOT', '/host'],
		['HOME', '/root'],
	],
	files: (release) => [
		...FALCO_PACKAGE.executables.map(({ path, program, bytes, isVersioned }) =>
			executable(path, isVersioned === true && release !== 'latest' ? `${program}@v${release}` : program, bytes),
		),
		directory('/etc/falco/rules.d'),
		...FALCO_PACKAGE.files
			.filter(([path]) => /^\/etc\/falco\/falco/.test(path))
			.map(([path, text]) => file(path, text)),
		file('/etc/falco/config.d/falco.container_plugin.yaml', CONTAINER_PLUGIN_CONFIGURATION),
	],
});

const FALCOCTL_IMAGE = cataloguedImage({
	names: 'falcosecurity/falcoctl public.ecr.aws/falcosecurity/falcoctl',
	versions: [['0.12.2 0.12.1 0.12.0 0.11.4 0.11.2 0.11.0 latest', '2026-01-20', 21_402_118]],
	base: ON_ALPINE,
	entrypoint: ['/usr/bin/falcoctl'],
	files: () => [executable('/usr/bin/falcoctl', 'falcoctl', 67_502_234)],
});

const DRIVER_LOADER_IMAGE = cataloguedImage({
	names: 'falcosecurity/falco-driver-loader public.ecr.aws/falcosecurity/falco-driver-loader',
	versions: [[`latest ${VERSIONS}`, DATE, 310_402_118]],
	entrypoint: ['/docker-entrypoint.sh'],
	programs: [['/docker-entrypoint.sh', loadDriver, 4_096]],
});

/** Finds out which driver the node can have, and says so in falco's configuration. */
function* loadDriver(process: Process): Task<number> {
	const line = (msg: string, more: string): string =>
		`{"level":"INFO","msg":"${msg}"${more},"timestamp":"${formatTime(process.now()).replace('T', ' ').slice(0, 19)}"}\n`;
	yield* process.write(1, encodeUtf8('* Setting up /usr/src links from host\n'));
	yield* process.write(
		1,
		encodeUtf8(
			line(
				'Running falcoctl driver config',
				',"name":"falco","version":"9.1.0+driver","type":"modern_ebpf","host-root":"/host"',
			),
		),
	);
	yield* process.write(1, encodeUtf8(line('Storing falcoctl driver config', '')));
	try {
		const flags = { write: true, create: true, truncate: true };
		const fd = yield* process.open('/etc/falco/config.d/engine-kind-falcoctl.yaml', flags, 0o644);
		yield* process.write(fd, encodeUtf8(ENGINE_CONFIGURATION));
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	return 0;
}

/** Falco in a cluster: its chart and its images. */
export const FALCO: Addon = {
	images: [FALCO_IMAGE, FALCOCTL_IMAGE, DRIVER_LOADER_IMAGE, ...FALCOSIDEKICK_IMAGES],
	pages: repositoryPages({ url: 'https://falcosecurity.github.io/charts', charts: [FALCO_CHART, FALCOSIDEKICK_CHART] }),
};
