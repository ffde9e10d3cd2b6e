/** What a process may use at most of something; Infinity: nothing holds it. */
export interface ResourceLimit {
	readonly soft: number;
	readonly hard: number;
}

const UNLIMITED = Number.POSITIVE_INFINITY;
const NONE: ResourceLimit = { soft: UNLIMITED, hard: UNLIMITED };
const same = (value: number): ResourceLimit => ({ soft: value, hard: value });
/** What the kernel allows for. */
export const OPEN_FILES_MAX = 1_048_576;

/**
 * What there are limits of, in the order and words of /proc/PID/limits, and what a process has that nobody has limited.
 * Models include/asm-generic/resource.h and fs/proc/base.c.
 */
const ROWS = {
	cpu: ['Max cpu time', 'seconds', NONE],
	fsize: ['Max file size', 'bytes', NONE],
	data: ['Max data size', 'bytes', NONE],
	stack: ['Max stack size', 'bytes', { soft: 8_388_608, hard: UNLIMITED }],
	core: ['Max core file size', 'bytes', { soft: 0, hard: UNLIMITED }],
	rss: ['Max resident set', 'bytes', NONE],
	nproc: ['Max processes', 'processes', same(15_421)],
	nofile: ['Max open files', 'files', { soft: 1_024, hard: OPEN_FILES_MAX }],
	memlock: ['Max locked memory', 'bytes', same(513_216_512)],
	as: ['Max address space', 'bytes', NONE],
	locks: ['Max file locks', 'locks', NONE],
	sigpending: ['Max pending signals', 'signals', same(15_421)],
	msgqueue: ['Max msgqueue size', 'bytes', same(819_200)],
	nice: ['Max nice priority', '', same(0)],
	rtprio: ['Max realtime priority', '', same(0)],
	rttime: ['Max realtime timeout', 'us', NONE],
} as const satisfies { readonly [name: string]: readonly [label: string, unit: string, usual: ResourceLimit] };

export type LimitName = keyof typeof ROWS;

export const LIMIT_NAMES = Object.keys(ROWS) as readonly LimitName[];

export type ResourceLimits = ReadonlyMap<LimitName, ResourceLimit>;

export function limitOf(limits: ResourceLimits | undefined, name: LimitName): ResourceLimit {
	return limits?.get(name) ?? ROWS[name][2];
}

/** /proc/PID/limits. */
export function limitsText(limits: ResourceLimits | undefined): string {
	const shown = (value: number): string => (value === UNLIMITED ? 'unlimited' : String(value));
	const rows = LIMIT_NAMES.map((name) => {
		const { soft, hard } = limitOf(limits, name);
		const [label, unit] = ROWS[name];
		return [label, shown(soft), shown(hard), unit];
	});
	return [['Limit', 'Soft Limit', 'Hard Limit', 'Units'], ...rows]
		.map(([name = '', soft = '', hard = '', unit = '']) => {
			return `${name.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${unit.padEnd(10)}\n`;
		})
		.join('');
}
