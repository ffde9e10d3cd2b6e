import { fitsPatterns } from '../../machinery/ssh/keyword-lines.ts';

/** What a line of authorized_keys allows besides saying whose key it is. */
export interface KeyOptions {
	/** Runs instead of whatever is asked for. */
	readonly command?: string | undefined;
	/** Patterns of addresses that the key may come from. */
	readonly from?: readonly string[] | undefined;
	/** "no-pty" and its kin; "restrict" says all of them, and single ones are given back after it. */
	readonly denied: ReadonlySet<'pty' | 'port-forwarding' | 'agent-forwarding' | 'x11-forwarding' | 'user-rc'>;
	readonly environment: readonly (readonly [string, string])[];
	/** "host:port" of -L, "port" of -R; undefined: all. */
	readonly permitOpen?: readonly string[] | undefined;
	readonly permitListen?: readonly string[] | undefined;
	/** "20261231": not after it. */
	readonly expiry?: string | undefined;
}

export interface AuthorizedKey {
	/** "ssh-ed25519 AAAA…". */
	readonly key: string;
	readonly options: KeyOptions;
	/** From 1. */
	readonly line: number;
}

type Right = 'pty' | 'port-forwarding' | 'agent-forwarding' | 'x11-forwarding' | 'user-rc';

const RIGHTS: readonly Right[] = ['pty', 'port-forwarding', 'agent-forwarding', 'x11-forwarding', 'user-rc'];
const KEY_TYPE = /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-nistp\d+|sk-\S+)$/;

/** The lines that hold a key. Lines whose options are not understood are nobody's. Models auth2-pubkeyfile.c. */
export function authorizedKeys(text: string): AuthorizedKey[] {
	return text.split('\n').flatMap((raw, index) => {
		const line = raw.trim();
		if (line === '' || line.startsWith('#')) return [];
		const words = splitOptions(line);
		const hasOptions = !KEY_TYPE.test(line.split(/\s+/)[0] as string);
		const rest = hasOptions ? words.rest : line;
		const [type = '', body = ''] = rest.split(/\s+/);
		const options = hasOptions ? optionsOf(words.options) : optionsOf('');
		if (!KEY_TYPE.test(type) || options === undefined) return [];
		return [{ key: `${type} ${body}`, options, line: index + 1 }];
	});
}

/** Options end at the first space outside of quotes. */
function splitOptions(line: string): { readonly options: string; readonly rest: string } {
	let quoted = false;
	for (let at = 0; at < line.length; at++) {
		const letter = line[at];
		if (letter === '\\' && line[at + 1] === '"') at++;
		else if (letter === '"') quoted = !quoted;
		else if (!quoted && /\s/.test(letter as string)) return { options: line.slice(0, at), rest: line.slice(at).trim() };
	}
	return { options: line, rest: '' };
}

/** Undefined for what is no option. Models auth-options.c sshauthopt_parse. */
function optionsOf(text: string): KeyOptions | undefined {
	const denied = new Set<Right>();
	const environment: (readonly [string, string])[] = [];
	const values = new Map<string, string>();
	const open: string[] = [];
	const listen: string[] = [];
	for (const [, name = '', quoted] of text.matchAll(/([A-Za-z0-9-]+)(?:="((?:\\"|[^"])*)")?(?:,|$)/g)) {
		const option = name.toLowerCase();
		const value = quoted?.replaceAll('\\"', '"');
		const right = option.replace(/^no-/, '') as Right;
		if (option === 'restrict') for (const each of RIGHTS) denied.add(each);
		else if (RIGHTS.includes(right)) {
			if (option === right) denied.delete(right);
			else denied.add(right);
		} else if (option === 'environment') {
			const equals = (value ?? '').indexOf('=');
			if (equals > 0) environment.push([(value as string).slice(0, equals), (value as string).slice(equals + 1)]);
		} else if (option === 'permitopen') open.push(value ?? '');
		else if (option === 'permitlisten') listen.push(value ?? '');
		else if (['command', 'from', 'expiry-time', 'tunnel', 'principals'].includes(option))
			values.set(option, value ?? '');
		else if (!['cert-authority', 'no-touch-required', 'verify-required'].includes(option)) return undefined;
	}
	return {
		command: values.get('command'),
		from: values.get('from')?.split(','),
		denied,
		environment,
		permitOpen: open.length === 0 ? undefined : open,
		permitListen: listen.length === 0 ? undefined : listen,
		expiry: values.get('expiry-time'),
	};
}

/** Why a key that is listed does not count now; undefined: it does. */
export function keyRefusal({ options }: AuthorizedKey, address: string, nowMs: number): 'from' | 'expired' | undefined {
	if (options.from !== undefined && !fitsPatterns(address, options.from)) return 'from';
	if (options.expiry === undefined) return undefined;
	const [, year, month, day, hour = '00', minute = '00', second = '00'] =
		/^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z?$/.exec(options.expiry) ?? [];
	const untilMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
	return untilMs < nowMs ? 'expired' : undefined;
}
