import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('modules are loaded with what they need and taken out when nobody uses them; there is no swap', () => {
	const world = newWorld('modules');
	const said = (script: string): string[] =>
		world
			.runScript({ name: 's.sh', script: `{ ${script}; echo "=$?"; } 2>&1` })
			.stdout.split('\n')
			.slice(0, -1);
	expect(said('lsmod | head -1; lsmod | grep br_netfilter; grep ^overlay /proc/modules')).toEqual([
		'Module                  Size  Used by',
		'br_netfilter           32768  0',
		'bridge                421888  1 br_netfilter',
		'overlay 212992 0 - Live 0x0000000000000000',
		'=0',
	]);
	expect(said('modprobe overlay; modprobe br_netfilter; modprobe -a br_netfilter overlay')).toEqual(['=0']);
	expect(said('modprobe -v ip_vs_rr; lsmod | grep ip_vs; modprobe -r ip_vs; modprobe -rv ip_vs_rr')).toEqual([
		'insmod /lib/modules/6.8.0-51-generic/kernel/net/netfilter/ipvs/ip_vs.ko.zst ',
		'insmod /lib/modules/6.8.0-51-generic/kernel/net/netfilter/ipvs/ip_vs_rr.ko.zst ',
		'ip_vs_rr               12288  0',
		'ip_vs                 221184  1 ip_vs_rr',
		'nf_conntrack          196608  3 nf_nat,xt_conntrack,ip_vs',
		'nf_defrag_ipv6         24576  2 nf_conntrack,ip_vs',
		'libcrc32c              12288  4 nf_conntrack,nf_nat,nf_tables,ip_vs',
		'modprobe: FATAL: Module ip_vs is in use.',
		'rmmod ip_vs_rr',
		'rmmod ip_vs',
		'=0',
	]);
	expect(said('modprobe nope; modprobe; modinfo nope; sudo -u nobody modprobe dummy')).toEqual([
		'modprobe: FATAL: Module nope not found in directory /lib/modules/6.8.0-51-generic',
		'modprobe: ERROR: missing parameters. See -h.',
		'modinfo: ERROR: Module nope not found.',
		"modprobe: ERROR: could not insert 'dummy': Operation not permitted",
		'=1',
	]);
	expect(said('swapoff -a; swapon --show; swapon -a; free | grep Swap; touch /sw; swapon /sw')).toEqual([
		'Swap:              0           0           0',
		'swapon: /sw: insecure permissions 0644, 0600 suggested.',
		'swapon: /sw: read swap header failed',
		'=255',
	]);
});
