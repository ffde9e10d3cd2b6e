import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { readFile } from '../../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { ipAddress } from './ip-address.ts';
import { ipLink } from './ip-link.ts';
import { ipNeighbour } from './ip-neighbour.ts';
import { enterNamed, ipNetns } from './ip-netns.ts';
import { type IpOptions, IpRequest } from './ip-request.ts';
import { ipRoute } from './ip-route.ts';
import { ipRule } from './ip-rule.ts';

const USAGE = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | link | neighbor | netns | route | rule }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[esolve] |
                    -h[uman-readable] | -iec | -j[son] | -p[retty] |
                    -f[amily] { inet | inet6 } |
                    -4 | -6 | -o[neline] | -t[imestamp] | -ts[hort] |
                    -b[atch] [filename] | -n[etns] name | -N[umeric] | -a[ll] |
                    -c[olor] | -br[ief] }
`;

type Handler = (request: IpRequest, verb: string | undefined) => Task<number>;

/** The first that begins so is meant. Models ip/ip.c cmds. */
const OBJECTS: readonly (readonly [name: string, handler: Handler])[] = [
	['address', ipAddress],
	['route', ipRoute],
	['rule', ipRule],
	['neighbor', ipNeighbour],
	['neighbour', ipNeighbour],
	['link', ipLink],
	['netns', ipNetns],
];

/** Devices, addresses, routes, rules, neighbours and named namespaces. Differs: IPv4 only, and of its objects these six. */
export const ip = unixCommand({
	name: 'ip',
	paths: ['/usr/sbin/ip'],
	size: 769_320,
	*main(run) {
		const options = plainOptions();
		const words = yield* optionsOf(run, options);
		if (words === undefined) return 0;
		if (options.netns !== undefined) enterNamed(run.process, options.netns);
		if (options.batch !== undefined) return yield* batch(run, options, options.batch);
		return yield* perform(run, options, words);
	},
});

function plainOptions(): IpOptions {
	return {
		family: undefined,
		statistics: 0,
		details: false,
		oneLine: false,
		brief: false,
		json: false,
		pretty: false,
		numeric: false,
		force: false,
		all: false,
		netns: undefined,
		batch: undefined,
	};
}

function* perform(run: UnixRun, options: IpOptions, words: readonly string[]): Task<number> {
	const [object, verb, ...rest] = words;
	if (object === undefined) throw new Exit(255, USAGE);
	if ('help'.startsWith(object)) throw new Exit(255, USAGE);
	const found = OBJECTS.find(([name]) => name.startsWith(object));
	if (found === undefined) throw new Exit(1, `Object "${object}" is unknown, try "ip help".\n`);
	return yield* found[1](new IpRequest(run, options, rest), verb);
}

/** Reads the options in front. @return undefined: all is said. */
function* optionsOf(run: UnixRun, options: IpOptions): Task<readonly string[] | undefined> {
	const words = [...run.args];
	for (let word = words[0]; word?.startsWith('-'); word = words[0]) {
		words.shift();
		const name = word.replace(/^--?/, '');
		const is = (full: string, least = 1): boolean => name.length >= least && full.startsWith(name);
		const argument = (): string => {
			const value = words.shift();
			if (value === undefined) throw new Exit(255, USAGE);
			return value;
		};
		if (name === '') break;
		if (name === '4') options.family = 'inet';
		else if (name === '6') options.family = 'inet6';
		else if (is('family')) options.family = argument() === 'inet6' ? 'inet6' : 'inet';
		else if (is('loops')) argument();
		else if (is('human-readable') || is('human') || name === 'iec' || name === '0' || name === 'B' || name === 'M')
			continue;
		else if (is('statistics') || is('stats')) options.statistics++;
		else if (is('details')) options.details = true;
		else if (
			is('resolve') ||
			is('timestamp') ||
			is('tshort', 2) ||
			/^c(o(l(or?)?)?)?(=.*)?$/.test(name) ||
			is('rcvbuf', 2)
		)
			continue;
		else if (is('oneline')) options.oneLine = true;
		else if (is('Version')) {
			yield* run.out.write('ip utility, iproute2-6.1.0, libbpf 1.3.0\n');
			return undefined;
		} else if (is('force', 2)) options.force = true;
		else if (is('batch') && name !== 'br') options.batch = words.shift() ?? '-';
		else if (is('brief', 2)) options.brief = true;
		else if (is('json')) options.json = true;
		else if (is('pretty')) options.pretty = true;
		else if (is('netns')) options.netns = argument();
		else if (is('Numeric')) options.numeric = true;
		else if (is('all')) options.all = true;
		else if (is('help')) throw new Exit(255, USAGE);
		else throw new Exit(255, `Option "-${name}" is unknown, try "ip -help".\n`);
	}
	return words;
}

/** Of a batch: what a command takes. */
const STEPS_A_LINE = 60;

/** Commands of a file, a line each. Models ip/ip.c batch. */
function* batch(run: UnixRun, options: IpOptions, path: string): Task<number> {
	const text = decodeUtf8(yield* readFile(run.process, path === '-' ? '/dev/stdin' : path));
	let status = 0;
	for (const [index, line] of text.split('\n').entries()) {
		yield* run.process.tick(STEPS_A_LINE);
		const words = line.replace(/#.*/, '').trim().split(/\s+/);
		if (words[0] === '') continue;
		try {
			yield* perform(run, options, words);
		} catch (error) {
			if (!(error instanceof Exit)) throw error;
			yield* run.say(`${error.message}Command failed ${path}:${index + 1}\n`);
			status = 1;
			if (!options.force) break;
		}
	}
	return status;
}
