import type { Kernel } from '../kernel.ts';
import { SystemError } from '../process-api.ts';
import { type AccessProfile, ProfileMatcher, type ProfileMode } from './access-profile.ts';

/** What containerd gives every container that asks for no other. */
export const RUNTIME_PROFILE = 'cri-containerd.apparmor.d';

/** Where those that were loaded stand among the kernel's settings. */
const KEY = 'apparmor';

const named = (mode: ProfileMode, names: string): AccessProfile[] =>
	names.split(' ').map((name) => ({
		name,
		mode,
		anyFile: true,
		files: [],
		network: [{ deny: false, words: [] }],
		capabilities: [{ deny: false, words: [] }],
		mounts: [],
	}));

/** Of an Ubuntu server, whose programs here are confined by none of them, and containerd's. */
const USUAL: readonly AccessProfile[] = [
	...named(
		'enforce',
		`/usr/bin/man /usr/lib/snapd/snap-confine /usr/lib/snapd/snap-confine//mount-namespace-capture-helper ${RUNTIME_PROFILE} lsb_release man_filter man_groff nvidia_modprobe nvidia_modprobe//kmod rsyslogd tcpdump ubuntu_pro_apt_news ubuntu_pro_esm_cache unix-chkpwd unprivileged_userns`,
	),
	...named(
		'unconfined',
		'1password Discord MongoDB_Compass brave buildah busybox cam ch-checkns ch-run chrome code crun devhelp element-desktop epiphany evolution firefox flatpak github-desktop goldendict ipa_verify keybase lc-compliance libcamerify linux-sandbox loupe lxc-attach lxc-create lxc-destroy lxc-execute lxc-stop lxc-unshare lxc-usernsexec mmdebstrap msedge nautilus notepadqq obsidian opam opera pageedit plasmashell podman polypane privacybrowser qcam qmapshack qutebrowser rootlesskit rpm rssguard runc sbuild sbuild-abort sbuild-adduser sbuild-apt sbuild-checkpackages sbuild-clean sbuild-createchroot sbuild-destroychroot sbuild-distupgrade sbuild-hold sbuild-shell sbuild-unhold sbuild-update sbuild-upgrade scide signal-desktop slack slirp4netns steam stress-ng surfshark systemd-coredump thunderbird toybox trinity tup tuxedo-control-center userbindmount uwsgi-core vdens virtiofsd vivaldi-bin vpnns wike wpcom',
	),
];

/** The profiles that a kernel has loaded. Models security/apparmor policy.c. */
export class LoadedProfiles {
	readonly #kernel: Kernel;
	#text: string | undefined;
	#matchers: ReadonlyMap<string, ProfileMatcher> | undefined;

	constructor(kernel: Kernel) {
		this.#kernel = kernel;
	}

	find(name: string): ProfileMatcher | undefined {
		return this.#all().get(name);
	}

	/** "cri-containerd.apparmor.d (enforce)", as /proc/PID/attr/current has it. */
	label(name: string | undefined): string {
		const mode = name === undefined ? undefined : this.find(name)?.profile.mode;
		return mode === undefined || mode === 'unconfined' ? 'unconfined' : `${name} (${mode})`;
	}

	/** /sys/kernel/security/apparmor/profiles */
	listing(): string {
		return [...this.#all().values()].map(({ profile }) => `${profile.name} (${profile.mode})\n`).join('');
	}

	/** Throws EEXIST when one of them is there and may not be replaced. */
	load(text: string, mayReplace: boolean): void {
		const profiles = new Map([...this.#all()].map(([name, { profile }]) => [name, profile]));
		for (const profile of parsed(text)) {
			if (!mayReplace && profiles.has(profile.name)) throw new SystemError('EEXIST');
			profiles.set(profile.name, profile);
		}
		this.#keep(profiles);
	}

	/** Throws ENOENT when there is none of this name. */
	remove(name: string): void {
		const profiles = new Map([...this.#all()].map(([each, { profile }]) => [each, profile]));
		if (!profiles.delete(name.trim())) throw new SystemError('ENOENT');
		this.#keep(profiles);
	}

	/** As after a new start. */
	forget(): void {
		this.#kernel.settings.delete(KEY);
	}

	#keep(profiles: ReadonlyMap<string, AccessProfile>): void {
		this.#kernel.settings.set(KEY, JSON.stringify([...profiles.values()]));
	}

	#all(): ReadonlyMap<string, ProfileMatcher> {
		const text = this.#kernel.settings.get(KEY);
		if (this.#matchers === undefined || text !== this.#text) {
			const profiles = text === undefined ? USUAL : parsed(text);
			this.#matchers = new Map(profiles.map((profile) => [profile.name, new ProfileMatcher(profile)]));
			this.#text = text;
		}
		return this.#matchers;
	}
}

function parsed(text: string): AccessProfile[] {
	try {
		return JSON.parse(text) as AccessProfile[];
	} catch {
		throw new SystemError('EINVAL');
	}
}
