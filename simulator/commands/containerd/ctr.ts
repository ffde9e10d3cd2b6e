import type { ContainerFacts, RuntimeService } from '../../hosts/runtime/runtime-service.ts';
import { RuntimeRefusal } from '../../hosts/runtime/runtime-service.ts';
import { FileData, ZEROS } from '../../kernel/files/file-data.ts';
import { isZero } from '../../kernel/files/tar-file.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { TabWriter } from '../../machinery/tab-writer.ts';
import type { Task } from '../../machinery/task.ts';
import { reasonOf } from '../launch.ts';
import { flag, OptionError, type OptionTable, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

type Image = ReturnType<RuntimeService['images']>[number];

interface CtrRun extends UnixRun {
	readonly service: RuntimeService;
	/** Only the CRI's namespace holds something. */
	readonly isKubernetes: boolean;
	readonly operands: readonly string[];
	readonly options: ReadonlyMap<string, string | true>;
}

interface Subcommand {
	readonly names: readonly string[];
	readonly options: OptionTable;
	readonly run: (run: CtrRun) => Task<void>;
}

const QUIET = { quiet: flag('q', 'quiet') };
const PULL: OptionTable = {
	platform: withValue('platform'),
	allPlatforms: flag('all-platforms'),
	plainHttp: flag('plain-http'),
	skipVerify: flag('k', 'skip-verify'),
	user: withValue('u', 'user'),
	hostsDir: withValue('hosts-dir'),
	local: flag('local'),
};

const SUBCOMMANDS: readonly Subcommand[] = [
	{ names: ['images ls', 'images list', 'image ls', 'image list', 'i ls', 'i list'], options: QUIET, run: listImages },
	{ names: ['images pull', 'image pull', 'i pull'], options: PULL, run: pullImage },
	{
		names: ['images rm', 'images remove', 'images del', 'images delete', 'image rm', 'i rm'],
		options: { sync: flag('sync') },
		run: removeImages,
	},
	{ names: ['images tag', 'image tag', 'i tag'], options: { force: flag('force') }, run: tagImage },
	{
		names: ['images import', 'image import', 'i import'],
		options: { ...PULL, baseName: withValue('base-name'), digests: flag('digests'), noUnpack: flag('no-unpack') },
		run: importImages,
	},
	{ names: ['images export', 'image export', 'i export'], options: PULL, run: exportImages },
	{
		names: ['containers ls', 'containers list', 'container ls', 'container list', 'c ls', 'c list'],
		options: QUIET,
		run: listContainers,
	},
	{ names: ['tasks ls', 'tasks list', 'task ls', 'task list', 't ls', 't list'], options: QUIET, run: listTasks },
	{
		names: ['tasks kill', 'task kill', 't kill'],
		options: { signal: withValue('s', 'signal'), all: flag('a', 'all') },
		run: killTask,
	},
	{ names: ['namespaces ls', 'namespaces list', 'namespace ls', 'ns ls'], options: QUIET, run: listNamespaces },
	{ names: ['version'], options: {}, run: version },
];

const GLOBAL = {
	address: withValue('a', 'address'),
	namespace: withValue('n', 'namespace'),
	debug: flag('debug'),
	timeout: withValue('timeout'),
	version: flag('v', 'version'),
	help: flag('h', 'help'),
} as const;

const REVISION = '75cb2b7193e4e490e9fbdc236c0e811ccaba3376';
const SOCKET = '/run/containerd/containerd.sock';

/**
 * containerd's own client, over the runtime of its own host. Differs: of its commands those about images, containers, tasks
 * and namespaces; what it would run itself it does not run.
 */
export const ctr = unixCommand({
	name: 'ctr',
	paths: ['/usr/bin/ctr'],
	size: 21_495_808,
	*main(run) {
		const global = parsed(run.args, GLOBAL, true);
		if (global.options.has('version')) {
			yield* run.out.write('ctr containerd.io v2.1.4\n');
			return 0;
		}
		const [first, second] = global.operands;
		if (first === undefined || first === 'help' || global.options.has('help')) {
			yield* run.out.write(HELP);
			return 0;
		}
		const subcommand = SUBCOMMANDS.find(({ names }) => names.includes(first) || names.includes(`${first} ${second}`));
		if (subcommand === undefined) {
			yield* run.out.write(`No help topic for '${first}'\n`);
			return 3;
		}
		const words = subcommand.names.includes(first) ? 1 : 2;
		const own = parsed(global.operands.slice(words), subcommand.options, false);
		const named = global.options.get('namespace') ?? run.process.env.get('CONTAINERD_NAMESPACE') ?? 'default';
		const service = reach(run, global.options.get('address'));
		yield* subcommand.run({ ...run, service, isKubernetes: named === 'k8s.io', ...own });
		return 0;
	},
});

function parsed(
	args: readonly string[],
	table: OptionTable,
	stopAtOperand: boolean,
): { readonly options: ReadonlyMap<string, string | true>; readonly operands: readonly string[] } {
	try {
		const { values, operands } = parseOptions(args, table, stopAtOperand);
		const options = new Map<string, string | true>();
		for (const [key, value] of Object.entries(values)) if (value !== undefined) options.set(key, value);
		return { options, operands };
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw failure(`flag provided but not defined: ${/'(.*)'/.exec(error.message)?.[1] ?? ''}`);
	}
}

function failure(message: string): Exit {
	return new Exit(1, `ctr: ${message}\n`);
}

/** Throws Exit in gRPC's words when nobody answers. containerd answers without the CRI too. */
function reach({ process }: UnixRun, address: string | true | undefined): RuntimeService {
	const service = process.port<RuntimeService>('cri');
	const path = typeof address === 'string' ? address.replace(/^unix:\/\//, '') : SOCKET;
	const isKnown = path === SOCKET || path === '/var/run/containerd/containerd.sock';
	const isRoot = process.credentials.uid === 0;
	if (service !== undefined && service.state !== 'down' && isKnown && isRoot) return service;
	const reason = !isKnown ? 'no such file or directory' : isRoot ? 'connection refused' : 'permission denied';
	if (isKnown && isRoot)
		throw failure(
			`failed to dial ${JSON.stringify(path)}: context deadline exceeded: connection error: desc = "transport: error while dialing: dial unix ${path}: connect: ${reason}"`,
		);
	throw failure(
		`cannot access socket ${path}: ${isKnown ? `dial unix ${path}: connect: ${reason}` : `stat ${path}: ${reason}`}`,
	);
}

function* table(
	run: CtrRun,
	style: { minWidth: number; padding: number },
	rows: readonly (readonly string[])[],
): Task<void> {
	const writer = new TabWriter({ ...style, rememberWidths: false });
	for (const row of rows) writer.write(`${row.map((cell) => `${cell}\t`).join('')}\n`);
	yield* run.out.write(writer.flush());
}

function namesOf(run: CtrRun): (readonly [name: string, image: Image])[] {
	if (!run.isKubernetes) return [];
	return run.service
		.images()
		.flatMap((image) =>
			[...image.tags, ...image.digests, image.version.configDigest].map((name) => [name, image] as const),
		)
		.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Models cmd/ctr/commands/images listCommand. */
function* listImages(run: CtrRun): Task<void> {
	const [wanted] = run.operands;
	const filter = /^name(~?)=+(.*)$/.exec(wanted ?? '');
	const shown = namesOf(run).filter(([name]) =>
		filter === null ? true : filter[1] === '~' ? name.includes(filter[2] as string) : name === filter[2],
	);
	if (run.options.has('quiet')) {
		for (const [name] of shown) yield* run.out.write(`${name}\n`);
		return;
	}
	const rows = shown.map(
		([
			name,
			{
				version: { digest, sizeBytes, made },
			},
		]) => [
			name,
			`application/vnd.oci.image.${made === undefined ? 'index' : 'manifest'}.v1+json`,
			digest,
			mebibytes(sizeBytes),
			'linux/amd64',
			`io.cri-containerd.image=managed${name.includes('/pause:') ? ',io.cri-containerd.pinned=pinned' : ''}`,
		],
	);
	yield* table(run, { minWidth: 1, padding: 1 }, [['REF', 'TYPE', 'DIGEST', 'SIZE', 'PLATFORMS', 'LABELS'], ...rows]);
}

/** "68.9 MiB". Models pkg/progress Bytes. */
function mebibytes(bytes: number): string {
	const units = ['B', 'KiB', 'MiB', 'GiB'];
	let value = bytes;
	let unit = 0;
	while (value >= 1024 && unit < 3) {
		value /= 1024;
		unit++;
	}
	return `${value.toFixed(1)} ${units[unit]}`;
}

function required(run: CtrRun, what: string): string {
	const [name] = run.operands;
	if (name === undefined) throw failure(`please provide ${what}`);
	return name;
}

/** Models cmd/ctr/commands/images/pull.go. Differs: no bars, and a namespace of one's own keeps nothing. */
function* pullImage(run: CtrRun): Task<void> {
	const name = required(run, 'an image reference to pull');
	if (!/^[^/]+[.:][^/]*\/|^localhost\//.test(name)) {
		throw failure(
			`failed to resolve reference ${JSON.stringify(name)}: ${name.includes('/') ? 'invalid reference' : 'object required'}`,
		);
	}
	const startMs = run.process.now();
	try {
		yield* run.service.pull(name);
	} catch (error) {
		if (!(error instanceof RuntimeRefusal)) throw error;
		throw failure(
			error.message.replace(/^.*?failed to resolve image: /, `failed to resolve reference ${JSON.stringify(name)}: `),
		);
	}
	const image = run.service.imageOf(name) as Image;
	yield* tellTransfer(run, name, image.version.digest, 'Pulling from OCI Registry', startMs, image.version.sizeBytes);
}

function* tellTransfer(
	run: CtrRun,
	name: string,
	digest: string,
	what: string,
	startMs: number,
	bytes: number,
): Task<void> {
	const seconds = Math.max(0.1, (run.process.now() - startMs) / 1000);
	const total = mebibytes(bytes).replace(/iB$/, '');
	yield* run.out.write(
		`${name.padEnd(48)} saved\t\napplication/vnd.oci.image.index.v1+json ${digest}\n${what}${what.startsWith('Pull') ? ` (${name})` : ''}\telapsed: ${seconds.toFixed(1)} s\ttotal: ${total.padStart(6)}\t(${mebibytes(bytes / seconds)}/s)\n`,
	);
}

function* removeImages(run: CtrRun): Task<void> {
	required(run, 'an image reference to delete');
	for (const name of run.operands) {
		const isThere = namesOf(run).some(([each]) => each === name);
		if (!isThere) {
			yield* run.say(`ctr: unable to delete ${name}: image ${JSON.stringify(name)}: not found\n`);
			continue;
		}
		run.service.untagImage(name);
		yield* run.out.write(`${name}\n`);
	}
}

function* tagImage(run: CtrRun): Task<void> {
	const [source, ...targets] = run.operands;
	if (source === undefined) throw failure('please provide an image reference to tag from');
	if (targets.length === 0) throw failure('please provide an image reference to tag to');
	const image = namesOf(run).find(([name]) => name === source)?.[1];
	if (image === undefined) throw failure(`image ${JSON.stringify(source)}: not found`);
	for (const target of targets) {
		const isThere = namesOf(run).some(([name]) => name === target);
		if (isThere && !run.options.has('force')) throw failure(`image ${JSON.stringify(target)}: already exists`);
		run.service.tagImage(image, target);
		yield* run.out.write(`${target}\n`);
	}
}

/** Models cmd/ctr/commands/images/import.go. */
function* importImages(run: CtrRun): Task<void> {
	const path = required(run, 'a file to import');
	const startMs = run.process.now();
	const data = yield* contentOf(run, path);
	if (!run.isKubernetes) return;
	try {
		for (const [name, digest] of yield* run.service.importImages(data, (steps) => run.process.tick(steps))) {
			yield* tellTransfer(run, name, digest, 'Importing', startMs, data.size);
		}
	} catch (error) {
		if (!(error instanceof RuntimeRefusal)) throw error;
		throw failure(`failed to import: ${error.message}`);
	}
}

const PIECE_BYTES = 65_536;

function* contentOf({ process }: CtrRun, path: string): Task<FileData> {
	const data = new FileData();
	let fd = 0;
	try {
		if (path !== '-') fd = yield* process.open(path, { read: true });
	} catch (error) {
		throw failure(`open ${path}: ${reasonOf(error).toLowerCase()}`);
	}
	for (;;) {
		const piece = yield* process.read(fd, PIECE_BYTES);
		if (piece.length === 0) break;
		data.write(data.size, isZero(piece) ? ZEROS.subarray(0, piece.length) : piece);
		yield* process.tick();
	}
	if (fd !== 0) process.close(fd);
	return data;
}

function* exportImages(run: CtrRun): Task<void> {
	const [path, ...names] = run.operands;
	if (path === undefined || names.length === 0)
		throw failure('please provide both an output filename and an image reference to export');
	const all = new Map(namesOf(run));
	const images = names.map((name) => {
		const image = all.get(name);
		if (image === undefined) throw failure(`unable to resolve image: image ${JSON.stringify(name)}: not found`);
		return [name, image] as const;
	});
	let fd = 1;
	try {
		if (path !== '-') fd = yield* run.process.open(path, { write: true, create: true, truncate: true }, 0o644);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw failure(`open ${path}: ${reasonOf(error).toLowerCase()}`);
	}
	for (const piece of run.service.exportImages(images)) {
		yield* run.process.write(fd, isZero(piece) ? ZEROS.subarray(0, piece.length) : piece);
	}
	if (fd !== 1) run.process.close(fd);
}

/** Containers and what holds their Pods together, as containerd sees no difference. */
function everyContainer(
	run: CtrRun,
): { readonly id: string; readonly image: string; readonly pid: number; readonly state: string }[] {
	if (!run.isKubernetes) return [];
	const own = run.service.containers().map(({ record, pid }: ContainerFacts) => ({
		id: record.id,
		image: record.imageName,
		pid,
		state: record.state === 'running' ? 'RUNNING' : 'STOPPED',
	}));
	const sandboxes = run.service.sandboxes().map(({ id, state }) => ({
		id,
		image: PAUSE,
		pid: 0,
		state: state === 'ready' ? 'RUNNING' : 'STOPPED',
	}));
	return [...own, ...sandboxes].sort((a, b) => (a.id < b.id ? -1 : 1));
}

const PAUSE = 'registry.k8s.io/pause:3.10.1';
const WIDE = { minWidth: 4, padding: 4 };

function* listContainers(run: CtrRun): Task<void> {
	const found = everyContainer(run);
	if (run.options.has('quiet')) {
		for (const { id } of found) yield* run.out.write(`${id}\n`);
		return;
	}
	const rows = found.map(({ id, image }) => [id, image, 'io.containerd.runc.v2']);
	yield* table(run, WIDE, [['CONTAINER', 'IMAGE', 'RUNTIME'], ...rows]);
}

function* listTasks(run: CtrRun): Task<void> {
	const found = everyContainer(run).filter(({ state }) => state === 'RUNNING');
	if (run.options.has('quiet')) {
		for (const { id } of found) yield* run.out.write(`${id}\n`);
		return;
	}
	yield* table(run, WIDE, [['TASK', 'PID', 'STATUS'], ...found.map(({ id, pid, state }) => [id, String(pid), state])]);
}

function* killTask(run: CtrRun): Task<void> {
	const id = required(run, 'a container id');
	const found = everyContainer(run).find((each) => each.id === id && each.state === 'RUNNING');
	if (found === undefined) throw failure(`no running task found: task ${id} not found`);
	const signal = String(run.options.get('signal') ?? 'SIGTERM').replace(/^SIG/, '');
	if (found.pid > 0)
		run.process.kill(found.pid, (signal === '9' ? 'KILL' : signal === '15' ? 'TERM' : signal) as 'TERM');
}

function* listNamespaces(run: CtrRun): Task<void> {
	if (run.options.has('quiet')) yield* run.out.write('k8s.io\n');
	else
		yield* table(run, { minWidth: 1, padding: 1 }, [
			['NAME', 'LABELS'],
			['k8s.io', ''],
		]);
}

function* version(run: CtrRun): Task<void> {
	yield* run.out.write(
		`Client:\n  Version:  v2.1.4\n  Revision: ${REVISION}\n  Go version: go1.24.5\n\nServer:\n  Version:  v2.1.4\n  Revision: ${REVISION}\n  UUID: 3c1f5a0e-8f7b-4d55-9a41-6f0f5c0f7b3e\n`,
	);
}

const HELP = `NAME:
   ctr - 
        __
  _____/ /______
 / ___/ __/ ___/
/ /__/ /_/ /
\\___/\\__/_/

containerd CLI


USAGE:
   ctr [global options] command [command options]

VERSION:
   v2.1.4

COMMANDS:
   version                     Print the client and server versions
   containers, c, container    Manage containers
   images, image, i            Manage images
   namespaces, namespace, ns   Manage namespaces
   tasks, t, task              Manage tasks
   help, h                     Shows a list of commands or help for one command

GLOBAL OPTIONS:
   --debug                      Enable debug output in logs
   --address value, -a value    Address for containerd's GRPC server (default: "${SOCKET}") [$CONTAINERD_ADDRESS]
   --timeout value              Total timeout for ctr commands (default: 0s)
   --namespace value, -n value  Namespace to use with commands (default: "default") [$CONTAINERD_NAMESPACE]
   --help, -h                   show help
   --version, -v                print the version
`;
