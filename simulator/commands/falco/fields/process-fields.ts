import { isOfUpperLayer } from './executable-layer.ts';
import { type EventView, type Field, type FieldClass, number, text, truth, typed, type Value } from './field.ts';
import { commandLine, type Lineage } from './lineage.ts';

const MS = 1_000_000n;
const TTY_MAJOR = 34_816;

function self({ lineage }: EventView): Lineage {
	return lineage[0] as Lineage;
}

function parent({ lineage }: EventView): Lineage | undefined {
	return lineage[1];
}

/** Of one ancestor by its number; of all of them, for comparisons, without. */
function ancestors(name: string, description: string, of: (each: Lineage) => string | number): Field {
	const extract = ({ lineage }: EventView, which: string): Value => {
		if (which === '') return lineage.slice(1).map((each) => String(of(each)));
		const found = lineage[Number(which)];
		return found === undefined ? undefined : of(found);
	};
	return text(name, description, extract, { argument: 'optional' });
}

function environment(each: Lineage | undefined, which: string): string | undefined {
	if (each === undefined) return undefined;
	if (which !== '') return each.env.get(which);
	return [...each.env].map(([name, value]) => `${name}=${value}`).join(' ');
}

function terminal({ event }: EventView): number {
	const index = /^\/dev\/pts\/(\d+)$/.exec(event.process.terminal ?? '')?.[1];
	return index === undefined ? 0 : TTY_MAJOR + Number(index);
}

/** Models drivers' CAP_ names, in the order of their numbers. */
function capabilities({ event }: EventView): string {
	const held = event.process.credentials.capabilities;
	return CAPABILITIES.filter((name) => held.has(name))
		.map((name) => `CAP_${name}`)
		.join(' ');
}

const CAPABILITIES = (
	'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE ' +
	'NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN ' +
	'SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE ' +
	'MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'
).split(' ');

function startedNs(each: Lineage | undefined): bigint | undefined {
	return each === undefined ? undefined : BigInt(each.startedAtMs) * MS;
}

function sinceStart({ event }: EventView, each: Lineage | undefined): bigint | undefined {
	const started = startedNs(each);
	return started === undefined ? undefined : event.atNs - started;
}

function args(view: EventView, which: string): string | undefined {
	const all = self(view).args;
	return which === '' ? all.join(' ') : all[Number(which)];
}

function fileTime(view: EventView, of: 'ctimeMs' | 'mtimeMs'): bigint | undefined {
	const file = view.event.process.executableFile();
	return file === undefined ? undefined : BigInt(Math.floor(file[of])) * MS;
}

export const PROCESS_FIELDS: FieldClass = {
	name: 'process',
	description: 'What is known of the process that made the call, and of those it descends from',
	sources: 'syscall',
	fields: [
		text('proc.exe', 'First argument, as the process was called.', (view) => self(view).exe),
		text('proc.pexe', "The parent's proc.exe.", (view) => parent(view)?.exe),
		ancestors('proc.aexe', 'The proc.exe of an ancestor.', ({ exe }) => exe),
		text('proc.exepath', 'Path of the file that is executed, links resolved.', (view) => self(view).exepath),
		text('proc.pexepath', "The parent's proc.exepath.", (view) => parent(view)?.exepath),
		ancestors('proc.aexepath', 'The proc.exepath of an ancestor.', ({ exepath }) => exepath),
		text('proc.name', 'Name of the process, at most 15 characters.', (view) => self(view).name),
		text('proc.pname', "The parent's proc.name.", (view) => parent(view)?.name),
		ancestors('proc.aname', 'The proc.name of an ancestor; without a number, of any.', ({ name }) => name),
		text('proc.args', 'Arguments, without the first.', args, { argument: 'optional' }),
		ancestors('proc.aargs', 'The arguments of an ancestor.', (each) => each.args.join(' ')),
		text('proc.cmdline', 'proc.name and proc.args.', (view) => commandLine(self(view))),
		text('proc.pcmdline', "The parent's proc.cmdline.", (view) => {
			const above = parent(view);
			return above === undefined ? undefined : commandLine(above);
		}),
		ancestors('proc.acmdline', 'The proc.cmdline of an ancestor.', commandLine),
		typed('UINT64', 'proc.cmdnargs', 'How many arguments there are.', (view) => self(view).args.length),
		typed('UINT64', 'proc.cmdlenargs', 'How long they are together.', (view) => self(view).args.join('').length),
		text('proc.exeline', 'proc.exe and proc.args.', (view) => [self(view).exe, ...self(view).args].join(' ')),
		text('proc.env', 'Its environment, or one variable of it.', (view, which) => environment(self(view), which), {
			argument: 'optional',
		}),
		text('proc.aenv', "A variable of its parent's environment.", (view, which) => environment(parent(view), which), {
			argument: 'optional',
		}),
		text('proc.cwd', 'Its working directory, with a slash at the end.', ({ event: { process } }) =>
			process.cwd.endsWith('/') ? process.cwd : `${process.cwd}/`,
		),
		number(
			'proc.loginshellid',
			'Pid of the oldest shell among its ancestors.',
			({ lineage }) => lineage.findLast(({ name }) => /^(ba|da|a|z|k|c|tc)?sh$/.test(name))?.pid,
		),
		typed('UINT64', 'proc.tty', 'Number of its terminal, 0 for none.', terminal),
		number('proc.pid', 'Its pid on the host.', (view) => self(view).pid),
		number('proc.ppid', "Its parent's pid on the host.", (view) => parent(view)?.pid),
		ancestors('proc.apid', 'Pid of an ancestor.', ({ pid }) => pid),
		number('proc.vpid', 'Its pid as it sees it itself.', (view) => self(view).vpid),
		number('proc.pvpid', "Its parent's pid in the parent's namespace.", (view) => parent(view)?.vpid),
		number('proc.sid', 'Its session.', ({ event }) => event.process.sessionPid),
		text('proc.sname', "Name of its session's leader.", ({ event }) => event.process.sessionLeader?.name),
		text('proc.sid.exe', "The leader's proc.exe.", ({ event }) => event.process.sessionLeader?.argv[0]),
		text('proc.sid.exepath', "The leader's proc.exepath.", ({ event }) => event.process.sessionLeader?.executable),
		number('proc.vpgid', 'Its process group.', ({ event }) => event.process.groupLeader?.ownPid),
		text('proc.vpgid.name', "Name of its group's leader.", ({ event }) => event.process.groupLeader?.name),
		text('proc.vpgid.exe', "The leader's proc.exe.", ({ event }) => event.process.groupLeader?.argv[0]),
		text('proc.vpgid.exepath', "The leader's proc.exepath.", ({ event }) => event.process.groupLeader?.executable),
		number('proc.pgid', 'Its process group on the host.', ({ event }) => event.process.groupPid),
		text('proc.pgid.name', "Name of that group's leader.", ({ event }) => event.process.groupLeader?.name),
		typed('RELTIME', 'proc.duration', 'Nanoseconds since it began.', (view) => sinceStart(view, self(view))),
		typed('RELTIME', 'proc.ppid.duration', 'Nanoseconds since its parent began.', (view) =>
			sinceStart(view, parent(view)),
		),
		typed('RELTIME', 'proc.pid.ts', 'When it began.', (view) => startedNs(self(view))),
		typed('RELTIME', 'proc.ppid.ts', 'When its parent began.', (view) => startedNs(parent(view))),
		truth(
			'proc.is_exe_writable',
			'Whether it may write to the file that it executes.',
			({ event }) => event.process.executableFile()?.isWritable === true,
		),
		truth('proc.is_exe_upper_layer', "Whether that file is not of the container's image.", isOfUpperLayer),
		truth(
			'proc.is_exe_lower_layer',
			"Whether that file is of the container's image.",
			(view) => view.containerId !== undefined && !isOfUpperLayer(view),
		),
		truth('proc.is_exe_from_memfd', 'Whether what it executes was made by memfd_create.', () => false),
		truth(
			'proc.is_sid_leader',
			'Whether it leads its session.',
			({ event: { process } }) => process.sessionPid === process.pid,
		),
		truth(
			'proc.is_vpgid_leader',
			'Whether it leads its group.',
			({ event: { process } }) => process.groupPid === process.pid,
		),
		truth(
			'proc.is_pgid_leader',
			'Whether it leads its group.',
			({ event: { process } }) => process.groupPid === process.pid,
		),
		number('proc.exe_ino', 'Inode of the file that it executes.', ({ event }) => event.process.executableFile()?.inode),
		typed('ABSTIME', 'proc.exe_ino.ctime', 'When that inode was changed last.', (view) => fileTime(view, 'ctimeMs')),
		typed('ABSTIME', 'proc.exe_ino.mtime', 'When the file was changed last.', (view) => fileTime(view, 'mtimeMs')),
		typed(
			'ABSTIME',
			'proc.exe_ino.ctime_duration_proc_start',
			'From that change to the start of the process.',
			(view) => {
				const [started, changed] = [startedNs(self(view)), fileTime(view, 'ctimeMs')];
				return started === undefined || changed === undefined ? undefined : started - changed;
			},
		),
		typed(
			'ABSTIME',
			'proc.exe_ino.ctime_duration_pidns_start',
			'From that change to the start of the pid namespace.',
			(view) => {
				const [began, changed] = [view.event.process.namespaceStartedAtMs, fileTime(view, 'ctimeMs')];
				return began === undefined || changed === undefined ? undefined : BigInt(began) * MS - changed;
			},
		),
		typed('UINT64', 'proc.pidns_init_start_ts', 'When its pid namespace began.', ({ event }) => {
			const began = event.process.namespaceStartedAtMs;
			return began === undefined ? undefined : BigInt(began) * MS;
		}),
		text('thread.cap_permitted', 'Capabilities that it may have.', capabilities),
		text('thread.cap_inheritable', 'Capabilities that it hands down.', () => ''),
		text('thread.cap_effective', 'Capabilities that it has.', capabilities),
		number('thread.tid', 'Its thread.', (view) => self(view).pid),
		truth('thread.ismain', 'Whether that is the first one.', () => true),
		number('thread.vtid', 'Its thread as it sees it itself.', (view) => self(view).vpid),
		typed('UINT64', 'proc.nthreads', 'How many threads it has.', () => 1),
	],
};

function account(view: EventView, column: number): string | undefined {
	return view.account(view.event.process.credentials.uid)?.[column];
}

/** Who has logged in; −1 of what nobody has logged in for. */
function loginUid({ event, containerId }: EventView): number {
	if (containerId !== undefined || event.process.terminal === undefined) return -1;
	return event.process.sessionLeader?.credentials.uid ?? -1;
}

export const USER_FIELDS: FieldClass = {
	name: 'user',
	description: 'Whom the process belongs to',
	sources: 'syscall',
	fields: [
		typed('UINT64', 'user.uid', "The user's number.", ({ event }) => event.process.credentials.uid),
		text('user.name', "The user's name.", (view) => view.userName(view.event.process.credentials.uid)),
		text('user.homedir', "The user's home.", (view) => account(view, 5)),
		text('user.shell', "The user's shell.", (view) => account(view, 6)),
		number('user.loginuid', 'Number of who has logged in; -1 for nobody.', loginUid),
		text('user.loginname', 'Name of who has logged in.', (view) => {
			const uid = loginUid(view);
			return uid < 0 ? undefined : view.userName(uid);
		}),
	],
};

export const GROUP_FIELDS: FieldClass = {
	name: 'group',
	description: 'Which group the process belongs to',
	sources: 'syscall',
	fields: [
		typed('UINT64', 'group.gid', "The group's number.", ({ event }) => event.process.credentials.gid),
		text('group.name', "The group's name.", (view) => view.groupName(view.event.process.credentials.gid)),
	],
};
