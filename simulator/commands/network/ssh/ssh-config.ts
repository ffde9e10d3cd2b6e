import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { compileGlob } from '../../../machinery/glob.ts';
import { fitsPatterns, keywordLines } from '../../../machinery/ssh/keyword-lines.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { readFile } from '../../stdio.ts';
import { Exit } from '../../unix-command.ts';

const INCLUDE_DEPTH_MAX = 16;
const SYSTEM = '/etc/ssh/ssh_config';

const KEYWORDS: ReadonlySet<string> = new Set(
	`addkeystoagent addressfamily batchmode bindaddress bindinterface canonicaldomains canonicalizefallbacklocal canonicalizehostname canonicalizemaxdots canonicalizepermittedcnames casignaturealgorithms certificatefile challengeresponseauthentication channeltimeout checkhostip ciphers clearallforwardings compression connectionattempts connecttimeout controlmaster controlpath controlpersist dynamicforward enableescapecommandline enablesshkeysign escapechar exitonforwardfailure fingerprinthash forkafterauthentication forwardagent forwardx11 forwardx11timeout forwardx11trusted gatewayports globalknownhostsfile gssapiauthentication gssapidelegatecredentials hashknownhosts hostbasedacceptedalgorithms hostbasedauthentication hostkeyalgorithms hostkeyalias hostname identitiesonly identityagent identityfile ignoreunknown ipqos kbdinteractiveauthentication kbdinteractivedevices kexalgorithms knownhostscommand localcommand localforward loglevel logverbose macs nohostauthenticationforlocalhost numberofpasswordprompts obscurekeystroketiming passwordauthentication permitlocalcommand permitremoteopen pkcs11provider port preferredauthentications protocol proxycommand proxyjump proxyusefdpass pubkeyacceptedalgorithms pubkeyacceptedkeytypes pubkeyauthentication rekeylimit remotecommand remoteforward requesttty requiredrsasize revokedhostkeys securitykeyprovider sendenv serveralivecountmax serveraliveinterval sessiontype setenv stdinnull streamlocalbindmask streamlocalbindunlink stricthostkeychecking syslogfacility tag tcpkeepalive tunnel tunneldevice updatehostkeys usekeychain user userknownhostsfile verifyhostkeydns visualhostkey xauthlocation`.split(
		/\s+/,
	),
);

/** Keywords whose lines add up. */
const MULTIPLE: ReadonlySet<string> = new Set(
	'identityfile localforward remoteforward dynamicforward sendenv setenv certificatefile'.split(' '),
);

const CHOICES: ReadonlyMap<string, readonly string[]> = new Map([
	['stricthostkeychecking', ['yes', 'no', 'ask', 'off', 'accept-new', 'true', 'false']],
	['batchmode', ['yes', 'no', 'true', 'false']],
	['identitiesonly', ['yes', 'no', 'true', 'false']],
	['requesttty', ['yes', 'no', 'force', 'auto', 'true', 'false']],
	['passwordauthentication', ['yes', 'no', 'true', 'false']],
	['pubkeyauthentication', ['yes', 'no', 'true', 'false', 'unbound', 'host-bound']],
	['forwardagent', []],
]);

/** What holds for one host: of a keyword that is said twice the first counts. Models readconf.c. */
export class SshSettings {
	readonly #found = new Map<string, string[]>();
	/** How often -v was given. */
	verbosity = 0;

	first(keyword: string): string | undefined {
		return this.#found.get(keyword)?.[0];
	}

	all(keyword: string): readonly string[] {
		return this.#found.get(keyword) ?? [];
	}

	set(keyword: string, value: string): void {
		const known = this.#found.get(keyword);
		if (known === undefined) this.#found.set(keyword, [value]);
		else if (MULTIPLE.has(keyword)) known.push(value);
	}
}

/** "Port=2222", "-o" of the command line. Throws Exit. */
export function setOption(settings: SshSettings, text: string): void {
	const [line] = keywordLines(text);
	if (line === undefined || line.args.length === 0) {
		throw new Exit(255, `command-line line 0: no argument after keyword "${text}"\r\n`);
	}
	const keyword = line.keyword.toLowerCase();
	if (!KEYWORDS.has(keyword)) throw new Exit(255, `command-line: line 0: Bad configuration option: ${keyword}\r\n`);
	check(keyword, line.args, 'command-line line 0');
	settings.set(keyword, line.args.join(' '));
}

/** Throws Exit. */
function check(keyword: string, args: readonly string[], where: string): void {
	const [first = ''] = args;
	const choices = CHOICES.get(keyword);
	if (choices !== undefined && choices.length > 0 && !choices.includes(first.toLowerCase())) {
		throw new Exit(255, `${where}: unsupported option "${first}".\r\n`);
	}
	if (keyword === 'port' && !(Number(first) >= 1 && Number(first) <= 65_535)) {
		throw new Exit(255, `${where}: Bad port '${first}'.\r\n`);
	}
}

/** Adds what the files say of a host. @param file of -F; "none": none. Throws Exit. */
export function* readSshConfig(
	process: Process,
	settings: SshSettings,
	host: string,
	file: string | undefined,
): Task<void> {
	const home = process.env.get('HOME') ?? '/';
	const reader = new ConfigReader(process, settings, host, home);
	if (file === 'none') return;
	if (file !== undefined) {
		if (!process.access(file, { read: true })) {
			throw new Exit(255, `Can't open user config file ${file}: No such file or directory\r\n`);
		}
		yield* reader.read(file, 0);
		return;
	}
	const own = `${home}/.ssh/config`;
	if (process.access(own, { read: true })) {
		const { uid, mode } = process.stat(own);
		if ((uid !== 0 && uid !== process.credentials.uid) || (mode & 0o022) !== 0) {
			throw new Exit(255, `Bad owner or permissions on ${own}\r\n`);
		}
		yield* reader.read(own, 0);
	}
	if (process.access(SYSTEM, { read: true })) yield* reader.read(SYSTEM, 0);
}

class ConfigReader {
	readonly #process: Process;
	readonly #settings: SshSettings;
	readonly #host: string;
	readonly #home: string;

	constructor(process: Process, settings: SshSettings, host: string, home: string) {
		this.#process = process;
		this.#settings = settings;
		this.#host = host;
		this.#home = home;
	}

	*read(path: string, depth: number, isActive = true): Task<void> {
		const unknown: string[] = [];
		let active = isActive;
		for (const { keyword, args, line } of keywordLines(yield* this.#text(path))) {
			yield* this.#process.tick();
			const name = keyword.toLowerCase();
			if (name === 'host') active = isActive && fitsPatterns(this.#host, args);
			else if (name === 'match') active = isActive && this.#matches(args, `${path} line ${line}`);
			else if (name === 'include') {
				if (depth >= INCLUDE_DEPTH_MAX) throw new Exit(255, 'Too many recursive configuration includes\r\n');
				for (const pattern of args) {
					for (const file of this.#files(pattern, path)) yield* this.read(file, depth + 1, active);
				}
			} else if (!KEYWORDS.has(name)) {
				unknown.push(`${path}: line ${line}: Bad configuration option: ${name}\r\n`);
			} else {
				if (args.length === 0) throw new Exit(255, `${path} line ${line}: no argument after keyword "${keyword}"\r\n`);
				check(name, args, `${path} line ${line}`);
				if (active) this.#settings.set(name, args.join(' '));
			}
		}
		if (unknown.length === 0) return;
		throw new Exit(255, `${unknown.join('')}${path}: terminating, ${unknown.length} bad configuration options\r\n`);
	}

	/** Criteria in pairs; exec is none of them. */
	#matches(args: readonly string[], where: string): boolean {
		let fits = true;
		for (let at = 0; at < args.length; at += 2) {
			const [, refusal, criterion = ''] = /^(!?)(.*)$/.exec((args[at] as string).toLowerCase()) ?? [];
			if (criterion === 'all' || criterion === 'canonical' || criterion === 'final') {
				at--;
				continue;
			}
			const subject: { readonly [criterion: string]: string } = {
				host: this.#settings.first('hostname') ?? this.#host,
				originalhost: this.#host,
				user: this.#settings.first('user') ?? this.#process.env.get('USER') ?? 'root',
				localuser: this.#process.env.get('USER') ?? 'root',
				tagged: this.#settings.first('tag') ?? '',
			};
			const text = subject[criterion];
			if (text === undefined && criterion !== 'exec') {
				throw new Exit(255, `${where}: Unsupported Match attribute ${criterion}\r\n${where}: Bad Match condition\r\n`);
			}
			const found = text !== undefined && fitsPatterns(text, (args[at + 1] ?? '').split(','));
			if (found === (refusal === '!')) fits = false;
		}
		return fits;
	}

	*#text(path: string): Task<string> {
		try {
			return decodeUtf8(yield* readFile(this.#process, path));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return '';
		}
	}

	#files(pattern: string, from: string): string[] {
		const base = from.startsWith('/etc/') ? '/etc/ssh' : `${this.#home}/.ssh`;
		const path = pattern.startsWith('~/')
			? this.#home + pattern.slice(1)
			: pattern.startsWith('/')
				? pattern
				: `${base}/${pattern}`;
		const slash = path.lastIndexOf('/');
		const folder = path.slice(0, slash);
		if (!this.#process.access(folder, {})) return [];
		const glob = compileGlob(path.slice(slash + 1));
		return this.#process
			.readdir(folder)
			.filter((name) => glob.matches(name))
			.sort()
			.map((name) => `${folder}/${name}`);
	}
}
