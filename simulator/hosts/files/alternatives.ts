import type { LayerEntries } from './layer-entries.ts';

/** A name that several programs may stand behind: where its link is, what follows it, and the choices. */
interface Alternative {
	readonly link: string;
	readonly followers: readonly string[];
	readonly choices: readonly { readonly path: string; readonly priority: number }[];
}

/** "link follower… | path=priority path=priority". */
const TABLE = `
/usr/bin/awk /usr/bin/nawk|/usr/bin/mawk=5
/usr/bin/editor|/usr/bin/nano=40 /usr/bin/vim.basic=30
/usr/bin/ex|/usr/bin/vim.basic=30
/usr/bin/nc /usr/bin/netcat|/usr/bin/nc.openbsd=50
/usr/bin/pager|/usr/bin/less=77 /usr/bin/more=50
/usr/bin/pico|/usr/bin/nano=10
/usr/bin/rview|/usr/bin/vim.basic=30
/usr/bin/rvim|/usr/bin/vim.basic=30
/usr/bin/telnet|/usr/bin/inetutils-telnet=150
/usr/bin/vi|/usr/bin/vim.basic=30
/usr/bin/view|/usr/bin/vim.basic=30
/usr/bin/vim|/usr/bin/vim.basic=30
/usr/bin/vimdiff|/usr/bin/vim.basic=30
/usr/bin/which|/usr/bin/which.debianutils=0
/usr/sbin/iptables /usr/sbin/iptables-restore /usr/sbin/iptables-save|/usr/sbin/iptables-nft=20 /usr/sbin/iptables-legacy=10
/usr/sbin/traceroute|/usr/sbin/traceroute.db=100
`;

const ALTERNATIVES: readonly Alternative[] = TABLE.trim()
	.split('\n')
	.map((line) => {
		const [links = '', paths = ''] = line.split('|');
		const [link = '', ...followers] = links.split(' ');
		const choices = paths.split(' ').map((each) => {
			const [path = '', priority] = each.split('=');
			return { path, priority: Number(priority) };
		});
		return { link, followers, choices };
	});

/**
 * Lets names lead over /etc/alternatives to the best of their choices that are there, with what update-alternatives keeps
 * of them. What stands under such a name itself gives way.
 */
export function addAlternatives(entries: LayerEntries): void {
	entries.directories('/etc/alternatives /var/lib/dpkg/alternatives');
	for (const { link, followers, choices } of ALTERNATIVES) {
		const present = choices.filter(({ path }) => entries.all().has(path));
		const best = present.reduce((best, each) => (best.priority < each.priority ? each : best), {
			path: '',
			priority: -1,
		});
		if (best.path === '') continue;
		const suffixed = (path: string, follower: string): string =>
			path + (follower.startsWith(`${link}-`) ? follower.slice(link.length) : '');
		for (const each of [link, ...followers]) {
			const name = each.replace(/^.*\//, '');
			entries.link(each, `/etc/alternatives/${name}`).link(`/etc/alternatives/${name}`, suffixed(best.path, each));
		}
		const rows = present
			.toSorted((a, b) => (a.path < b.path ? -1 : 1))
			.map(({ path, priority }) => [path, priority, ...followers.map((each) => suffixed(path, each))].join('\n'));
		const names = followers.map((each) => `${each.replace(/^.*\//, '')}\n${each}`);
		const text = ['auto', link, ...names, '', ...rows, '', ''].join('\n');
		entries.file(`/var/lib/dpkg/alternatives/${link.replace(/^.*\//, '')}`, text);
	}
}
