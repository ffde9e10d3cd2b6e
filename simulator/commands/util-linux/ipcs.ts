import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

type Kind = 'queues' | 'memory' | 'semaphores';
type View = 'usual' | 'times' | 'pids' | 'creators' | 'limits' | 'summary';

const OTHER_VIEWS: readonly (readonly [option: 'times' | 'pids' | 'creators' | 'limits' | 'summary', view: View])[] = [
	['times', 'times'],
	['pids', 'pids'],
	['creators', 'creators'],
	['limits', 'limits'],
	['summary', 'summary'],
];

/** What stands there of each kind where there is nothing of it. */
const TEXTS: Readonly<Record<View, Partial<Record<Kind, string>>>> = {
	usual: {
		queues: 'Message Queues --------\nkey        msqid      owner      perms      used-bytes   messages    \n',
		memory:
			'Shared Memory Segments --------\nkey        shmid      owner      perms      bytes      nattch     status      \n',
		semaphores: 'Semaphore Arrays --------\nkey        semid      owner      perms      nsems     \n',
	},
	times: {
		queues:
			'Message Queues Send/Recv/Change Times --------\nmsqid    owner      send                 recv                 change              \n',
		memory:
			'Shared Memory Attach/Detach/Change Times --------\nshmid      owner      attached             detached             changed             \n',
		semaphores:
			'Semaphore Operation/Change Times --------\nsemid    owner      last-op                    last-changed              \n',
	},
	pids: {
		queues: 'Message Queues PIDs --------\nmsqid      owner      lspid      lrpid     \n',
		memory: 'Shared Memory Creator/Last-op PIDs --------\nshmid      owner      cpid       lpid      \n',
	},
	creators: {
		queues:
			'Message Queues Creators/Owners --------\nmsqid      perms      cuid       cgid       uid        gid       \n',
		memory:
			'Shared Memory Segment Creators/Owners --------\nshmid      perms      cuid       cgid       uid        gid       \n',
		semaphores:
			'Semaphore Arrays Creators/Owners --------\nsemid      perms      cuid       cgid       uid        gid       \n',
	},
	limits: {
		queues:
			'Messages Limits --------\nmax queues system wide = 32000\nmax size of message (bytes) = 8192\ndefault max size of queue (bytes) = 16384\n',
		memory:
			'Shared Memory Limits --------\nmax number of segments = 4096\nmax seg size (kbytes) = 18014398509465599\nmax total shared memory (kbytes) = 18446744073709551612\nmin seg size (bytes) = 1\n',
		semaphores:
			'Semaphore Limits --------\nmax number of arrays = 32000\nmax semaphores per array = 32000\nmax semaphores system wide = 1024000000\nmax ops per semop call = 500\nsemaphore max value = 32767\n',
	},
	summary: {
		queues: 'Messages Status --------\nallocated queues = 0\nused headers = 0\nused space = 0 bytes\n',
		memory:
			'Shared Memory Status --------\nsegments allocated 0\npages allocated 0\npages resident  0\npages swapped   0\nSwap performance: 0 attempts\t 0 successes\n',
		semaphores: 'Semaphore Status --------\nused arrays = 0\nallocated semaphores = 0\n',
	},
};

/** Models sys-utils/ipcs.c where nobody has made any of what it shows: no program of the world does. */
export const ipcs = gnuCommand({
	name: 'ipcs',
	paths: ['/usr/bin/ipcs'],
	size: 43_632,
	version: `ipcs from ${UTIL_LINUX}`,
	help: `
Usage:
 ipcs [resource-option...] [output-option]
 ipcs -m|-q|-s -i <id>

Show information on IPC facilities.

Options:
 -i, --id <id>  print details on resource identified by <id>
 -h, --help     display this help
 -V, --version  display version

Resource options:
 -m, --shmems      shared memory segments
 -q, --queues      message queues
 -s, --semaphores  semaphores
 -a, --all         all (default)

Output options:
 -t, --time        show attach, detach and change times
 -p, --pid         show PIDs of creator and last operator
 -c, --creator     show creator and owner
 -l, --limits      show resource limits
 -u, --summary     show status summary
     --human       show sizes in human-readable format
 -b, --bytes       show sizes in bytes

For more details see ipcs(1).
`,
	options: {
		id: withValue('i', 'id'),
		memory: flag('m', 'shmems'),
		queues: flag('q', 'queues'),
		semaphores: flag('s', 'semaphores'),
		all: flag('a', 'all'),
		times: flag('t', 'time'),
		pids: flag('p', 'pid'),
		creators: flag('c', 'creator'),
		limits: flag('l', 'limits'),
		summary: flag('u', 'summary'),
		human: flag('human'),
		bytes: flag('b', 'bytes'),
	},
	*main({ values, out, complain }) {
		const asked = (['queues', 'memory', 'semaphores'] as const).filter((kind) => values[kind]);
		if (values.id !== undefined) {
			if (asked.length !== 1) throw new Fatal('when using an ID, a single resource must be specified');
			if (!/^\d+$/.test(values.id)) throw new Fatal(`failed to parse id argument: '${values.id}'`);
			yield* complain(`id ${values.id} not found`);
			return 0;
		}
		const kinds = asked.length === 0 || values.all ? (['queues', 'memory', 'semaphores'] as const) : asked;
		const view = OTHER_VIEWS.findLast(([option]) => values[option])?.[1] ?? 'usual';
		yield* out.write('\n');
		for (const kind of kinds) {
			const text = TEXTS[view][kind];
			if (text !== undefined) yield* out.write(`------ ${text}\n`);
		}
		return 0;
	},
});
