import { type Process, SystemError } from '../../kernel/process-api.ts';
import { type NfsExport, readExports, serveNfs } from '../../kernel/serving/nfs.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { alpineLayer } from './bases/alpine.ts';
import { imageTags } from './image-version.ts';
import { directory, executable, layer } from './layer-builder.ts';

// Servers of network file systems in containers.

const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

/** Serves what is exported until it is told to end. */
function* serve(process: Process, shown: readonly NfsExport[], banner: string): Task<number> {
	process.rest({ cpuMillicores: 0, memoryBytes: 4 * 1024 ** 2 });
	const group = new TaskGroup();
	try {
		serveNfs(process, group, () => given(shown));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8('rpc.nfsd: unable to bind AF_INET TCP socket: errno 98 (Address in use)\n'));
		return 1;
	}
	yield* process.write(1, encodeUtf8(banner));
	process.onSignal('TERM', 'catch');
	return yield* group.run(process, () => 0);
}

function* given(shown: readonly NfsExport[]): Task<readonly NfsExport[]> {
	return shown;
}

function* volumeNfs(process: Process): Task<number> {
	const shown = readExports('/exports *(rw,fsid=0,insecure,no_root_squash)\n/ *(rw,insecure,no_root_squash)');
	return yield* serve(process, shown, 'Serving /exports\nServing /\nStarting rpcbind\nNFS started\n');
}

function* nfsServerAlpine(process: Process): Task<number> {
	const shared = process.env.get('SHARED_DIRECTORY');
	if (shared === undefined || shared === '') {
		const text = 'The SHARED_DIRECTORY environment variable is unset or null, exiting...\n';
		yield* process.write(1, encodeUtf8(text));
		return 1;
	}
	const mode = process.env.get('READ_ONLY') === undefined ? 'rw' : 'ro';
	const permitted = process.env.get('PERMITTED') ?? '*';
	const line = `${shared} ${permitted}(${mode},fsid=0,async,no_subtree_check,no_auth_nlm,insecure,no_root_squash)`;
	const banner = `Writing SHARED_DIRECTORY to /etc/exports file\nDisplaying /etc/exports contents:\n${line}\n\nStarting rpcbind...\nStarting NFS in the background...\nExporting File System...\nexporting ${permitted}:${shared}\nStarting Mountd in the background...\nStartup successful.\n`;
	return yield* serve(process, readExports(line), banner);
}

function* nfsServer(process: Process): Task<number> {
	const lines = [...process.env].flatMap(([name, value]) => (/^NFS_EXPORT_\d+$/.test(name) ? [value] : []));
	if (lines.length === 0) {
		yield* process.write(
			2,
			encodeUtf8(
				'----> ERROR: please provide /etc/exports to the container or set at least one NFS_EXPORT_* environment variable\n',
			),
		);
		return 1;
	}
	return yield* serve(
		process,
		readExports(lines.join('\n')),
		'==================================================================\n      SERVER STARTUP COMPLETE\n==================================================================\n',
	);
}

function server(
	names: readonly string[],
	tags: string,
	program: readonly [string, (process: Process) => Task<number>],
): ImageRepository {
	const [name, run] = program;
	return {
		names,
		tags: imageTags(names[0] as string, [
			{
				tags,
				date: '2023-06-01',
				sizeBytes: 20_110_402,
				layers: () => [
					alpineLayer('3.18.12'),
					layer([directory('/exports', 0o777), executable(`/usr/bin/${name}`, name, 110_000)]),
				],
				config: { entrypoint: [`/usr/bin/${name}`], env: ENV },
			},
		]),
		programs: new Map([[name, run]]),
	};
}

export const NFS_SERVERS: readonly ImageRepository[] = [
	server(
		[
			'registry.k8s.io/volume-nfs',
			'k8s.gcr.io/volume-nfs',
			'gcr.io/google_containers/volume-nfs',
			'gcr.io/google-samples/nfs-server',
		],
		'0.8 1.1 latest',
		['run_nfs.sh', volumeNfs],
	),
	server(['docker.io/itsthenetwork/nfs-server-alpine'], '12 11 10 9 latest', ['nfsd.sh', nfsServerAlpine]),
	server(['docker.io/erichough/nfs-server'], '2.2.1 2.2.0 latest', ['entrypoint.sh', nfsServer]),
];
