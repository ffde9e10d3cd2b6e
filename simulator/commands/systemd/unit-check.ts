import { splitWords } from '../../hosts/systemd/unit-file.ts';
import { UNSET_PROPERTIES } from './unit-defaults.ts';

/** Keys that unit files may have, by their sections. Models src/core/load-fragment-gperf.gperf.in for units of the world. */
const KEYS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
	Object.entries({
		Unit: 'Description Documentation Wants Requires Requisite BindsTo PartOf Upholds Conflicts Before After OnFailure OnSuccess PropagatesReloadTo ReloadPropagatedFrom RequiresMountsFor WantsMountsFor StopWhenUnneeded RefuseManualStart RefuseManualStop AllowIsolate DefaultDependencies SurviveFinalKillSignal CollectMode FailureAction SuccessAction JobTimeoutSec StartLimitIntervalSec StartLimitInterval StartLimitBurst StartLimitAction RebootArgument SourcePath IgnoreOnIsolate JoinsNamespaceOf ConditionPathExists ConditionPathIsDirectory ConditionFileNotEmpty ConditionFirstBoot ConditionVirtualization ConditionHost ConditionKernelCommandLine ConditionUser ConditionArchitecture ConditionPathExistsGlob ConditionDirectoryNotEmpty ConditionFileIsExecutable ConditionCapability ConditionSecurity AssertPathExists',
		Install: 'WantedBy RequiredBy UpheldBy Also Alias DefaultInstance',
		Service: `Type ExitType Restart RestartMode RestartSec RestartSteps RestartMaxDelaySec PIDFile BusName NotifyAccess ExecStart ExecStartPre ExecStartPost ExecCondition ExecReload ExecStop ExecStopPost TimeoutSec TimeoutStartSec TimeoutStopSec TimeoutAbortSec RuntimeMaxSec WatchdogSec RemainAfterExit GuessMainPID SuccessExitStatus RestartPreventExitStatus RestartForceExitStatus OOMPolicy StartLimitInterval StartLimitBurst Sockets FileDescriptorStoreMax Environment EnvironmentFile PassEnvironment UnsetEnvironment WorkingDirectory RootDirectory User Group SupplementaryGroups PAMName StandardInput StandardOutput StandardError SyslogIdentifier TTYPath OOMScoreAdjust CPUQuota MemoryLimit Slice Delegate RuntimeDirectory StateDirectory CacheDirectory LogsDirectory ConfigurationDirectory ReadWritePaths ReadOnlyPaths InaccessiblePaths ExecPaths BindPaths BindReadOnlyPaths TemporaryFileSystem RestrictAddressFamilies RestrictNamespaces RestrictRealtime RestrictSUIDSGID SystemCallFilter SystemCallArchitectures SystemCallErrorNumber MemoryDenyWriteExecute AppArmorProfile SELinuxContext Personality KillSignal RemoveIPC IOSchedulingClass IOSchedulingPriority CPUAffinity ReloadSignal SendSIGKILL LoadCredential SetCredential DeviceAllow IPAddressAllow IPAddressDeny ${UNSET_PROPERTIES.map(([name]) => name).join(' ')}`,
		Timer:
			'OnActiveSec OnBootSec OnStartupSec OnUnitActiveSec OnUnitInactiveSec OnCalendar AccuracySec RandomizedDelaySec Persistent WakeSystem RemainAfterElapse Unit OnClockChange OnTimezoneChange FixedRandomDelay',
		Socket:
			'ListenStream ListenDatagram ListenSequentialPacket ListenFIFO ListenSpecial ListenNetlink Accept Backlog SocketUser SocketGroup SocketMode DirectoryMode MaxConnections KeepAlive NoDelay Service FreeBind BindIPv6Only RemoveOnStop Symlinks',
		Path: 'PathExists PathExistsGlob PathChanged PathModified DirectoryNotEmpty Unit MakeDirectory DirectoryMode',
		Mount: 'What Where Type Options SloppyOptions LazyUnmount ForceUnmount DirectoryMode TimeoutSec',
		Slice: '',
		Target: '',
	}).map(([section, keys]) => [section, new Set(keys.split(' '))]),
);

/** What words some keys take, and what they are called in a complaint. */
const WORDS: ReadonlyMap<string, readonly [what: string, words: RegExp]> = new Map([
	['Restart', ['service restart specifier', /^(?:no|on-(?:success|failure|abnormal|watchdog|abort)|always)$/]],
	['Type', ['service type', /^(?:simple|forking|oneshot|dbus|notify|notify-reload|idle|exec)$/]],
	['KillMode', ['kill mode', /^(?:control-group|mixed|process|none)$/]],
	['RemainAfterExit', ['boolean value', /^(?:1|0|yes|no|y|n|true|false|t|f|on|off)$/i]],
]);

/** Looks through a unit file. What it says stands in `lines`; afterwards `failed` tells whether it can be loaded. */
export class UnitCheck {
	readonly #name: string;
	readonly #path: string;
	readonly #isExecutable: (program: string) => boolean;
	failed = false;

	constructor(name: string, path: string, isExecutable: (program: string) => boolean) {
		this.#name = name;
		this.#path = path;
		this.#isExecutable = isExecutable;
	}

	/** Complaints in the order of the file, then those about the whole. */
	lines(text: string): string[] {
		const said: string[] = [];
		const commands: string[] = [];
		let section: string | undefined;
		let isKnown = true;
		for (const [at, line] of text.split('\n').entries()) {
			const trimmed = line.trim();
			const where = `${this.#path}:${at + 1}:`;
			if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
			const heading = /^\[(.*)\]$/.exec(trimmed)?.[1];
			if (heading !== undefined) {
				section = heading;
				isKnown = KEYS.has(heading) || heading.startsWith('X-');
				if (!isKnown) said.push(`${where} Unknown section '${heading}'. Ignoring.`);
				continue;
			}
			if (section === undefined) said.push(`${where} Assignment outside of section. Ignoring.`);
			if (section === undefined || !isKnown || section.startsWith('X-')) continue;
			const [, key, value = ''] = /^([^=]+?)\s*=\s*(.*)$/.exec(trimmed) ?? [];
			if (key === undefined) {
				said.push(`${where} Missing '=', ignoring line.`);
				continue;
			}
			if (!KEYS.get(section)?.has(key) && !key.startsWith('X-')) {
				said.push(`${where} Unknown key '${key}' in section [${section}], ignoring.`);
				continue;
			}
			const [what, words] = WORDS.get(key) ?? [];
			if (words !== undefined && value !== '' && !words.test(value))
				said.push(`${where} Failed to parse ${what}, ignoring: ${value}`);
			if (/^Exec/.test(key) && section === 'Service') commands.push(...(value === '' ? [] : [value]));
		}
		return [...said, ...this.#whole(commands)];
	}

	#whole(commands: readonly string[]): string[] {
		if (!this.#name.endsWith('.service')) return [];
		if (commands.length === 0) {
			this.failed = true;
			return [
				`${this.#name}: Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.`,
				`Unit ${this.#name} has a bad unit file setting.`,
			];
		}
		const missing = commands
			.map((command) => splitWords(command.replace(/^[-@:+!|]+/, ''))[0] ?? '')
			.filter((program) => !this.#isExecutable(program));
		if (missing.length > 0) this.failed = true;
		return missing.map((program) => `${this.#name}: Command ${program} is not executable: No such file or directory`);
	}
}
