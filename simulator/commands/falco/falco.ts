import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { type Configuration, FatalError, readConfiguration } from './configuration.ts';
import { describedRules, describedRulesJson, listedFields } from './describe.ts';
import { FalcoLog } from './falco-log.ts';
import { SYSTEM_CALL_NAMES } from './fields/system-call-names.ts';
import { RuleLoader, rulesFilesAt } from './load-rules.ts';
import { type FalcoOptions, helpText, parseOptions } from './options.ts';
import { CONTAINER_PLUGIN_VERSION } from './rules/read-rules.ts';
import type { RuleSet } from './rules/rule-set.ts';
import { RunningFalco } from './running-falco.ts';
import { falcoVersion, versionsJson, versionText } from './versions.ts';

const CONFIGURATION = '/etc/falco/falco.yaml';

/**
 * Falco: rules over the system calls of a machine. Models falcosecurity/falco 0.43. Differs: of plugins only the container
 * one, no captures, HTTP output or metrics; programs tell of the calls that they make here, which are fewer than in life.
 */
export function* falcoProgram(process: Process): Task<number> {
	try {
		return yield* start(process);
	} catch (error) {
		if (!(error instanceof FatalError)) throw error;
		yield* process.write(2, encodeUtf8(`Error: ${error.message}\n`));
		return 1;
	}
}

/** What a run has been told: everything that a restart reads again. */
export interface Prepared {
	readonly configuration: Configuration;
	readonly rules: RuleSet;
	/** Files and folders whose change restarts it. */
	readonly watched: readonly string[];
}

function* start(process: Process): Task<number> {
	const options = parseOptions(process.argv.slice(1));
	const path =
		options.values.get('c')?.at(-1) ?? (process.access(CONFIGURATION, { read: true }) ? CONFIGURATION : undefined);
	const log = new FalcoLog(process);
	const answer = yield* answered(process, options);
	if (answer !== undefined) return answer;
	const configuration = yield* configure(process, options, path, log);
	const early = versionAnswer(process, options, configuration);
	if (early !== undefined) {
		yield* process.write(1, encodeUtf8(early));
		return 0;
	}
	if (path === undefined) throw new FatalError(`You must create a config file at ${CONFIGURATION} or by passing -c`);
	const toldPlugin = `Loaded plugin 'container@${CONTAINER_PLUGIN_VERSION}' from file /usr/share/falco/plugins/libcontainer.so\n`;
	if (options.flags.has('list-plugins')) {
		yield* process.write(1, encodeUtf8(configuration.hasContainerPlugin ? PLUGIN_LIST : '0 Plugins Loaded:\n\n'));
		return 0;
	}
	if (configuration.hasContainerPlugin) yield* log.info(toldPlugin);
	if (options.values.has('list')) return yield* listFields(process, options);
	const validated = options.values.get('V');
	if (validated !== undefined) return yield* validate(process, configuration, validated, log);
	const prepared = yield* loadAll(process, options, configuration, log);
	const name = options.values.get('l')?.at(-1);
	if (options.flags.has('L') || name !== undefined) {
		if (name !== undefined && !prepared.rules.rules.some(({ item }) => item.name === name)) {
			throw new FatalError(`Rule "${name}" is not loaded`);
		}
		const tell = configuration.jsonOutput ? describedRulesJson : describedRules;
		yield* process.write(1, encodeUtf8(tell(prepared.rules, name)));
		return 0;
	}
	if (options.flags.has('dry-run')) return 0;
	const running = new RunningFalco(process, options, prepared, log, () => prepareAgain(process, options, path, log));
	return yield* running.run();
}

/** What needs no configuration. */
function* answered(process: Process, { flags }: FalcoOptions): Task<number | undefined> {
	const text = flags.has('h')
		? helpText()
		: flags.has('list-events')
			? `The events below are valid for the syscall source:\n\n${SYSTEM_CALL_NAMES.map((name) => `< ${name}()\n`).join('')}`
			: flags.has('i')
				? `Ignored syscall(s):\n${IGNORED.map((name) => `- ${name}\n`).join('')}\n`
				: undefined;
	if (text === undefined) return undefined;
	yield* process.write(1, encodeUtf8(text));
	return 0;
}

/** Calls that move data: rules see them only when base_syscalls says so. Models app.cpp ignored_sc_set. */
const IGNORED = (
	'pread64 preadv preadv2 process_vm_readv process_vm_writev pwrite64 pwritev pwritev2 read readv recv recvmmsg send ' +
	'sendfile sendmmsg write writev'
).split(' ');

function versionAnswer(process: Process, { flags }: FalcoOptions, { jsonOutput }: Configuration): string | undefined {
	if (flags.has('version')) return jsonOutput ? `${versionsJson(process)}\n` : versionText(process);
	if (flags.has('page-size')) return 'Your system page size is: 4096 bytes.\n';
	if (!flags.has('support')) return undefined;
	const { kernelRelease, hostname } = process.machine;
	return `${JSON.stringify({
		cmdline: process.argv.join(' '),
		system_info: { machine: 'x86_64', nodename: hostname, release: kernelRelease, sysname: 'Linux' },
		version: falcoVersion(process),
	})}\n`;
}

function* configure(
	process: Process,
	options: FalcoOptions,
	path: string | undefined,
	log: FalcoLog,
): Task<Configuration> {
	if (path !== undefined && !process.access(path, { read: true })) {
		throw new FatalError(`Could not find configuration file at ${path}`);
	}
	const configuration = yield* readConfiguration(process, path, options.values.get('o') ?? []);
	log.stderr = configuration.logStderr;
	log.syslog = configuration.logSyslog;
	log.level = configuration.logLevel;
	log.isoTimes = configuration.isoTimes;
	yield* log.info(`Falco version: ${falcoVersion(process)} (x86_64)\n`);
	if (path !== undefined) {
		yield* log.info('Falco initialized with configuration files:\n');
		for (const file of configuration.files) yield* log.info(`   ${file} | schema validation: ok\n`);
	}
	const { kernelRelease } = process.machine;
	yield* log.info(
		`System info: Linux version ${kernelRelease} (buildd@lcy02-amd64-099) (x86_64-linux-gnu-gcc-13 (Ubuntu 13.3.0-6ubuntu2~24.04) 13.3.0, GNU ld (GNU Binutils for Ubuntu) 2.42) #52-Ubuntu SMP PREEMPT_DYNAMIC Thu Dec  5 13:09:44 UTC 2024\n`,
	);
	return configuration;
}

const PLUGIN_LIST = `1 Plugins Loaded:

Name: container
Description: Falco container metadata enrichment Plugin
Contact: github.com/falcosecurity/plugins
Version: ${CONTAINER_PLUGIN_VERSION}
Capabilities: 
  - Field Extraction
  - Event Parsing
  - Async Events

`;

function* listFields(process: Process, { flags, values }: FalcoOptions): Task<number> {
	const source = values.get('list')?.at(-1) ?? '';
	if (source !== '' && source !== 'syscall') throw new FatalError('Value for --list must be a valid source type');
	const text = listedFields({ namesOnly: flags.has('N'), markdown: flags.has('markdown') });
	yield* process.write(1, encodeUtf8(text));
	return 0;
}

/** Models falco/app/actions/validate_rules_files.cpp. */
function* validate(
	process: Process,
	configuration: Configuration,
	paths: readonly string[],
	log: FalcoLog,
): Task<number> {
	yield* log.info('Validating rules file(s):\n');
	for (const path of paths) yield* log.info(`   ${path}\n`);
	const loader = new RuleLoader(process, configuration);
	const summaries: string[] = [];
	const results: unknown[] = [];
	let isValid = true;
	for (const path of paths) {
		const result = yield* loader.load(path);
		isValid &&= result.isSuccessful;
		results.push(result.toJson(loader.contents));
		const text = result.toText(loader.contents);
		const hasWarningsOnly = result.isSuccessful && result.warnings.length > 0;
		summaries.push(hasWarningsOnly ? `${path}: Ok, with warnings` : text);
		if (hasWarningsOnly) yield* log.warning(`${text}\n`);
	}
	const summary = summaries.join('\n');
	const shown = configuration.jsonOutput ? JSON.stringify({ falco_load_results: results }) : summary;
	yield* process.write(1, encodeUtf8(`${shown}\n`));
	if (!isValid) throw new FatalError(summary);
	return 0;
}

/** Models falco/app/actions/load_rules_files.cpp. */
function* loadAll(
	process: Process,
	options: FalcoOptions,
	configuration: Configuration,
	log: FalcoLog,
): Task<Prepared> {
	const asked = options.values.get('r');
	const paths = asked ?? configuration.rulesFiles;
	if (paths.length === 0) {
		throw new FatalError(
			'You must specify at least one rules file/directory via -r or a rules_file entry in falco.yaml',
		);
	}
	const { files, folders } = yield* rulesFilesAt(process, paths, asked !== undefined);
	const loader = new RuleLoader(process, configuration);
	yield* log.info('Loading rules from:\n');
	for (const file of files) {
		const result = yield* loader.load(file);
		yield* log.info(`   ${file} | schema validation: ${result.schemaValidation}\n`);
		if (!result.isSuccessful) throw new FatalError(result.toText(loader.contents));
		if (result.warnings.length > 0) yield* log.warning(`${result.toText(loader.contents)}\n`);
	}
	for (const { enable, rule, tag } of configuration.selections) {
		const verb = enable ? 'Enabling' : 'Disabling';
		if (rule !== '') yield* log.info(`${verb} rules with name: ${rule}\n`);
		if (tag !== '') yield* log.info(`${verb} rules with tag: ${tag}\n`);
	}
	const watched = [...configuration.files, ...configuration.folders, ...files, ...folders];
	return { configuration, rules: loader.rules, watched };
}

/** Everything from the beginning, as at a restart. */
function* prepareAgain(process: Process, options: FalcoOptions, path: string, log: FalcoLog): Task<Prepared> {
	const configuration = yield* configure(process, options, path, log);
	return yield* loadAll(process, options, configuration, log);
}
