import type { ServiceStatus } from '../../hosts/systemd/service-status.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import { strftime } from '../strftime.ts';
import { microsOfSeconds, UNSET_PROPERTIES } from './unit-defaults.ts';
import { enabledWord } from './unit-lists.ts';
import { exitNumber, resultWord } from './unit-status.ts';

type Property = readonly [name: string, value: string];

/** What `systemctl show` prints of a unit. Models systemd src/core/dbus-unit.c, dbus-service.c for what the world has. */
export function unitProperties(status: ServiceStatus, process: Process): readonly Property[] {
	return status.name.endsWith('.service')
		? [...serviceProperties(status, process), ...commonProperties(status, process)]
		: commonProperties(status, process);
}

function serviceProperties(status: ServiceStatus, process: Process): Property[] {
	const { unit, result, mainPid } = status;
	const info = process.machine.processes().find(({ pid }) => pid === mainPid);
	const infinity = 'infinity';
	const started = info?.startedAtMs ?? (result === undefined ? undefined : status.sinceMs);
	const ended = mainPid === undefined && result !== undefined ? status.sinceMs : undefined;
	return [
		['Type', unit?.type ?? 'simple'],
		['ExitType', 'main'],
		['Restart', unit?.restart ?? 'no'],
		['RestartMode', 'normal'],
		['NotifyAccess', unit?.type === 'notify' ? 'main' : 'none'],
		['RestartUSec', microsOfSeconds(unit?.restartSeconds ?? 0.1)],
		['RestartSteps', '0'],
		['RestartMaxDelayUSec', infinity],
		['RestartUSecNext', microsOfSeconds(unit?.restartSeconds ?? 0.1)],
		['TimeoutStartUSec', unit?.type === 'oneshot' ? infinity : '1min 30s'],
		['TimeoutStopUSec', '1min 30s'],
		['TimeoutAbortUSec', '1min 30s'],
		['RuntimeMaxUSec', infinity],
		['WatchdogUSec', unit?.type === 'notify' ? '0' : infinity],
		['RootDirectoryStartOnly', 'no'],
		['RemainAfterExit', yesNo(unit?.remainsAfterExit === true)],
		['GuessMainPID', 'yes'],
		['MainPID', String(mainPid ?? 0)],
		['ControlPID', '0'],
		['FileDescriptorStoreMax', '0'],
		['NFileDescriptorStore', '0'],
		['StatusErrno', '0'],
		['Result', resultWord(status)],
		['ReloadResult', 'success'],
		['CleanResult', 'success'],
		['UID', '[not set]'],
		['GID', '[not set]'],
		['NRestarts', String(status.restarts)],
		['OOMPolicy', 'stop'],
		['ReloadSignal', '1'],
		['ExecMainStartTimestamp', stamp(started)],
		['ExecMainStartTimestampMonotonic', monotonic(process, started)],
		['ExecMainExitTimestamp', stamp(ended)],
		['ExecMainExitTimestampMonotonic', monotonic(process, ended)],
		['ExecMainPID', String(mainPid ?? result?.pid ?? 0)],
		['ExecMainCode', mainPid !== undefined || result === undefined ? '0' : result.kind === 'exited' ? '1' : '2'],
		['ExecMainStatus', String(exitNumber(result))],
		...(unit === undefined ? [] : commands(status, process)),
		...usedProperties(status, process),
		...executionProperties(status),
		...changed(status, UNSET_PROPERTIES),
	].filter(([name, value]) => value !== '' || KEPT.has(name as string)) as Property[];
}

function usedProperties({ name, mainPid }: ServiceStatus, process: Process): Property[] {
	const info = process.machine.processes().find(({ pid }) => pid === mainPid);
	return [
		['Slice', 'system.slice'],
		['ControlGroup', mainPid === undefined ? '' : `/system.slice/${name}`],
		['MemoryCurrent', info === undefined ? '[not set]' : String(info.rssBytes)],
		['MemoryAvailable', 'infinity'],
		['CPUUsageNSec', info === undefined ? '[not set]' : String(Math.round(info.cpuMs * 1_000_000))],
		['TasksCurrent', info === undefined ? '[not set]' : '1'],
	];
}

function executionProperties({ unit }: ServiceStatus): Property[] {
	return [
		['Delegate', yesNo(unit?.settings.get('Service.Delegate')?.at(-1) === 'yes')],
		[
			'Environment',
			[...(unit?.environment ?? [])].map(([name, value]) => environmentWord(`${name}=${value}`)).join(' '),
		],
		...(unit?.environmentFiles ?? []).map(
			(file): Property => [
				'EnvironmentFiles',
				`${file.replace(/^-/, '')} (ignore_errors=${yesNo(file.startsWith('-'))})`,
			],
		),
		['WorkingDirectory', unit?.workingDirectory === '/' ? '' : (unit?.workingDirectory ?? '')],
		['OOMScoreAdjust', String(unit?.oomScoreAdjust ?? 0)],
		['StandardInput', 'null'],
		['StandardOutput', unit?.isSilent ? 'null' : 'journal'],
		['StandardError', 'inherit'],
		['User', unit?.user === 'root' ? '' : (unit?.user ?? '')],
		['KillSignal', String(SIGNAL_NUMBERS.TERM)],
		['SendSIGKILL', 'yes'],
	];
}

/** Those that are shown although they are empty. */
const KEPT: ReadonlySet<string> = new Set(['ControlGroup', 'Environment', 'User', 'WorkingDirectory']);

/** What the unit file says wins over what there is without it. */
function changed({ unit }: ServiceStatus, defaults: readonly Property[]): Property[] {
	return defaults.map(([name, value]) => {
		const key = name.replace(/USec$/, 'Sec').replace(/PerSecSec$/, '');
		const set = unit?.settings.get(`Service.${key}`)?.at(-1) ?? unit?.settings.get(`Service.${name}`)?.at(-1);
		return [name, set === undefined ? value : shown(name, set)];
	});
}

/** As the manager keeps what a file says: sizes in bytes, quotas as time a second. */
function shown(name: string, value: string): string {
	if (name === 'CPUQuotaPerSecUSec') {
		const percent = /^(\d+(?:\.\d+)?)%$/.exec(value)?.[1];
		return percent === undefined ? 'infinity' : microsOfSeconds(Number(percent) / 100);
	}
	const size = /^(\d+)([KMGT])$/.exec(value);
	if (size !== null) return String(Number(size[1]) * 1024 ** ('KMGT'.indexOf(size[2] as string) + 1));
	return value;
}

function commands({ unit, command, mainPid }: ServiceStatus, process: Process): Property[] {
	const line = (name: string, argv: readonly string[], pid: number): Property => {
		const info = process.machine.processes().find((each) => each.pid === pid);
		const since = info === undefined ? 'n/a' : stamp(info.startedAtMs);
		return [
			name,
			`{ path=${argv[0]} ; argv[]=${argv.join(' ')} ; ignore_errors=no ; start_time=[${since}] ; stop_time=[n/a] ; pid=${pid} ; code=(null) ; status=0/0 }`,
		];
	};
	const start = unit?.execStart ?? command;
	return [
		...(start.length === 0 ? [] : [line('ExecStart', start, mainPid ?? 0)]),
		...(unit === undefined || unit.execReload.length === 0 ? [] : [line('ExecReload', unit.execReload, 0)]),
	];
}

function commonProperties(status: ServiceStatus, process: Process): Property[] {
	const { unit, active, sub, masked, sinceMs, name } = status;
	const isUp = active === 'active';
	const wasUp = isUp || status.result !== undefined;
	const list = (key: string): string => (unit?.settings.get(key) ?? []).flatMap((each) => each.split(/\s+/)).join(' ');
	const load = masked ? 'masked' : unit === undefined ? 'not-found' : 'loaded';
	const isService = name.endsWith('.service') && unit !== undefined;
	const join = (...words: readonly string[]): string => words.filter((word) => word !== '').join(' ');
	return [
		['Id', name],
		['Names', join(name, list('Install.Alias'))],
		['Requires', join(list('Unit.Requires'), isService ? 'sysinit.target system.slice' : '')],
		['Wants', list('Unit.Wants')],
		['BindsTo', list('Unit.BindsTo')],
		['WantedBy', status.enabled ? (unit?.wantedBy ?? []).join(' ') : ''],
		['Conflicts', join(list('Unit.Conflicts'), isService ? 'shutdown.target' : '')],
		['Before', join(list('Unit.Before'), ...(unit?.wantedBy ?? []), isService ? 'shutdown.target' : '')],
		[
			'After',
			join(list('Unit.After'), isService ? 'basic.target sysinit.target system.slice systemd-journald.socket' : ''),
		],
		['Documentation', (unit?.documentation ?? []).join(' ')],
		['Description', unit?.description ?? name],
		['LoadState', load],
		['ActiveState', active],
		['FreezerState', 'running'],
		['SubState', sub],
		['FragmentPath', unit?.path ?? ''],
		['DropInPaths', unit?.dropIns.join(' ') ?? ''],
		['UnitFileState', unit === undefined && !masked ? '' : enabledWord(status)],
		['UnitFilePreset', unit === undefined ? '' : 'enabled'],
		['StateChangeTimestamp', stamp(wasUp ? sinceMs : undefined)],
		['StateChangeTimestampMonotonic', monotonic(process, wasUp ? sinceMs : undefined)],
		['InactiveExitTimestamp', stamp(isUp ? sinceMs : undefined)],
		['ActiveEnterTimestamp', stamp(isUp ? sinceMs : undefined)],
		['ActiveEnterTimestampMonotonic', monotonic(process, isUp ? sinceMs : undefined)],
		['InactiveEnterTimestamp', stamp(wasUp && !isUp ? sinceMs : undefined)],
		['CanStart', yesNo(unit !== undefined)],
		['CanStop', yesNo(unit !== undefined)],
		['CanReload', yesNo((unit?.execReload.length ?? 0) > 0)],
		['CanIsolate', 'no'],
		['StopWhenUnneeded', 'no'],
		['RefuseManualStart', 'no'],
		['RefuseManualStop', 'no'],
		['DefaultDependencies', 'yes'],
		['OnFailureJobMode', 'replace'],
		['IgnoreOnIsolate', 'no'],
		['JobTimeoutUSec', 'infinity'],
		['ConditionResult', yesNo(wasUp)],
		['AssertResult', yesNo(wasUp)],
		...(load === 'not-found'
			? ([['LoadError', `org.freedesktop.systemd1.NoSuchUnit "Unit ${name} not found."`]] as const)
			: load === 'masked'
				? ([['LoadError', `org.freedesktop.systemd1.UnitMasked "Unit ${name} is masked."`]] as const)
				: []),
		['StartLimitIntervalUSec', microsOfSeconds(unit?.startLimit.seconds ?? 10)],
		['StartLimitBurst', String(unit?.startLimit.burst ?? 5)],
		['StartLimitAction', 'none'],
		['FailureAction', 'none'],
		['SuccessAction', 'none'],
		['CollectMode', 'inactive'],
	] as Property[];
}

/** A word with blanks stands in quotes. */
function environmentWord(word: string): string {
	return /[\s"']/.test(word) ? `"${word}"` : word;
}

function yesNo(value: boolean): string {
	return value ? 'yes' : 'no';
}

function stamp(atMs: number | undefined): string {
	return atMs === undefined ? '' : strftime('%a %Y-%m-%d %H:%M:%S UTC', atMs);
}

function monotonic(process: Process, atMs: number | undefined): string {
	return atMs === undefined ? '0' : String(Math.max(0, Math.round((atMs - process.machine.bootedAtMs) * 1000)));
}
