import type { PsOptions } from './ps-options.ts';

/** BSD's formats. Models procps sortformat.c. */
const OF_BSD: Readonly<Partial<Record<PsOptions['format'], string>>> = {
	default: 'pid,tname,stat,bsdtime,args',
	user: 'user,pid,%cpu,%mem,vsz,rss,tname,stat,start_time,bsdtime,command',
	long: 'f,uid,pid,ppid,priority,ni,vsz,rss,wchan,stat,tname,bsdtime,args',
	jobs: 'ppid,pid,pgid,sid,tname,tpgid,stat,uid,bsdtime,args',
	signals: 'uid,pid,pending,blocked,ignored,caught,stat,tname,bsdtime,args',
	memory: 'pid,tname,stat,bsdtime,maj_flt,trs,drs,rss,%mem,args',
	registers: 'pid,stackp,esp,eip,stat,tname,bsdtime,args',
};

/** The columns that a command line asks for without -o. */
export function formatOf(options: PsOptions): string {
	const { format, with: more, inserted } = options;
	if (inserted !== undefined) return `pid,${inserted},s,tname,time,command`;
	const label = more.has('label') ? 'label,' : '';
	const isSystem5 = more.has('full') || more.has('jobs') || more.has('extra');
	const bsd = options.isBsd && !isSystem5 ? OF_BSD[format] : undefined;
	return label + (bsd ?? systemFive(options));
}

/** Models sortformat.c generate_sysv_list. */
function systemFive({ format, with: more }: PsOptions): string {
	const isFull = more.has('full');
	const isLong = format === 'long';
	const isJobs = more.has('jobs') || format === 'jobs';
	const share = more.has('class') ? ['class', 'pri'] : isLong || isFull ? ['c'] : [];
	const words = [
		...(isLong ? (more.has('y') ? ['s'] : ['f', 's']) : []),
		...(isFull ? ['UID'] : isLong ? ['uid'] : []),
		'pid',
		...(more.has('spid') ? ['spid'] : []),
		...(isLong || isFull ? ['ppid'] : []),
		...(isJobs ? ['pgid', 'sid'] : []),
		...(more.has('threads') ? ['lwp'] : []),
		...share,
		...(isFull && more.has('threads') ? ['nlwp'] : []),
		...(isLong ? (more.has('class') ? [] : ['opri', 'ni']) : []),
		...(isLong ? [more.has('y') ? 'rss' : 'addr_1', 'sz', 'wchan'] : []),
		...(more.has('extra') ? [...(isLong ? [] : ['sz']), 'rss', 'psr'] : []),
		...(isFull ? ['stime'] : []),
		...['tname', 'time', isFull ? 'cmd' : 'ucmd'],
	];
	return words.join(',');
}
