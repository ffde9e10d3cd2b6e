import { Random } from '../../machinery/random.ts';
import { makeSshKey, type SshKeyPair } from '../../machinery/ssh/ssh-key.ts';
import type { ClusterFacts, HostFacts } from '../cluster-facts.ts';
import { ordinaryUser } from './base-system.ts';
import type { LayerEntries } from './layer-entries.ts';

/**
 * The keys of a host and of its users. As on exam machines, every host knows the others, and a user of one may log in
 * as the same user on another; root also as the ordinary one.
 */
export function addSshFiles(entries: LayerEntries, facts: ClusterFacts, host: HostFacts): void {
	const own = hostKey(host);
	entries.file('/etc/ssh/ssh_host_ed25519_key', own.privateKey, 0o600);
	entries.file('/etc/ssh/ssh_host_ed25519_key.pub', `${own.publicKey} root@${host.name}\n`);
	entries.file('/etc/ssh/sshd_config.d/60-cloudimg-settings.conf', 'PasswordAuthentication no\n');
	const known = facts.hosts.map((each) => `${each.name},${each.address} ${hostKey(each).publicKey}\n`).join('');
	const { name: ordinary, ...ids } = ordinaryUser(facts);
	const users = [
		{ user: 'root', home: '/root', owner: {} },
		{ user: ordinary, home: `/home/${ordinary}`, owner: ids },
	];
	for (const { user, home, owner } of users) {
		const folder = `${home}/.ssh`;
		const { privateKey, publicKey } = userKey(user, host);
		const trusted = user === 'root' ? [user] : ['root', user];
		const authorized = trusted.flatMap((who) =>
			facts.hosts.map((each) => `${userKey(who, each).publicKey} ${who}@${each.name}\n`),
		);
		entries.directory(folder, 0o700, owner);
		entries.file(`${folder}/id_ed25519`, privateKey, 0o600, owner);
		entries.file(`${folder}/id_ed25519.pub`, `${publicKey} ${user}@${host.name}\n`, 0o644, owner);
		entries.file(`${folder}/authorized_keys`, authorized.join(''), 0o600, owner);
		entries.file(`${folder}/known_hosts`, known, 0o600, owner);
	}
}

function hostKey({ name }: HostFacts): SshKeyPair {
	return makeSshKey(new Random(`ssh/host/${name}`), `root@${name}`);
}

/** What `addSshFiles` gives a user of a host, who may log in with it on all hosts. */
export function userKey(user: string, { name }: HostFacts): SshKeyPair {
	return makeSshKey(new Random(`ssh/user/${user}/${name}`), `${user}@${name}`);
}
