import type { Program } from '../kernel/process-api.ts';
import { dashProgram } from '../shell/bash.ts';
import { ACCOUNTS_COMMANDS } from './accounts/commands.ts';
import { ACL_COMMANDS } from './acl/commands.ts';
import { apk } from './apk/apk.ts';
import { unsimulated } from './apk/unsimulated.ts';
import { APPARMOR_COMMANDS } from './apparmor/commands.ts';
import { APPARMOR_UTILITIES } from './apparmor/profile-modes.ts';
import { APT_COMMANDS } from './apt/commands.ts';
import { BC_COMMANDS } from './bc/commands.ts';
import { bom } from './bom/bom.ts';
import { APPLETS, busyboxProgram, OLD_APPLETS, oldBusyboxProgram } from './busybox/applets.ts';
import { BZIP2_COMMANDS } from './bzip2/bzip2.ts';
import { CHECKSUMS_COMMANDS } from './checksums/commands.ts';
import { cilium } from './cilium/cilium.ts';
import type { Command } from './command.ts';
import { CONTAINERD_COMMANDS } from './containerd/commands.ts';
import { runsc } from './containerd/runsc.ts';
import { COREUTILS_COMMANDS } from './coreutils/commands.ts';
import { cosign } from './cosign/cosign.ts';
import { crictl } from './crictl/crictl.ts';
import { DIFFUTILS_COMMANDS } from './diffutils/commands.ts';
import { dnf, microdnf, rpm, yum } from './dnf/dnf.ts';
import { DOCKER_COMMANDS } from './docker/host-commands.ts';
import { E2FSPROGS_COMMANDS } from './e2fsprogs/commands.ts';
import { EDITORS_COMMANDS } from './editors/commands.ts';
import { ETCD_COMMANDS } from './etcd/commands.ts';
import { falcoProgram } from './falco/falco.ts';
import { falcoctlProgram } from './falco/falcoctl.ts';
import { FINDUTILS_COMMANDS } from './findutils/commands.ts';
import { git } from './git/git.ts';
import { grype } from './grype/grype.ts';
import { GZIP_COMMANDS } from './gzip/commands.ts';
import { helm } from './helm/helm.ts';
import { KMOD_COMMANDS } from './kmod/commands.ts';
import { kubeBench } from './kube-bench/kube-bench.ts';
import { kubeadm } from './kubeadm/kubeadm.ts';
import { kubectlConvert } from './kubectl/convert/kubectl-convert.ts';
import { kubectl } from './kubectl/kubectl-command.ts';
import { kubesec } from './kubesec/kubesec.ts';
import { go } from './languages/go.ts';
import { npm } from './languages/npm.ts';
import { pip } from './languages/pip.ts';
import { venv } from './languages/venv.ts';
import { LVM_COMMANDS } from './lvm/lvm.ts';
import { MISC_COMMANDS } from './misc/commands.ts';
import { ab } from './network/ab/ab.ts';
import { NETWORK_COMMANDS } from './network/commands.ts';
import { ipvsadm } from './network/ipvsadm.ts';
import { NETFILTER_COMMANDS } from './network/netfilter-persistent.ts';
import { nmap } from './network/nmap/nmap.ts';
import { socat } from './network/socat/socat.ts';
import { mountNfs, mountNfs4 } from './nfs/mount-nfs.ts';
import { exportfs, nfsd, showmount } from './nfs/nfs-server.ts';
import { openssl } from './openssl/openssl.ts';
import { patch } from './patch/patch.ts';
import { PROCPS_COMMANDS } from './procps/commands.ts';
import { killall } from './psmisc/killall.ts';
import { pstree } from './psmisc/pstree.ts';
import { rsync } from './rsync/rsync.ts';
import { SHELLS_COMMANDS } from './shells/commands.ts';
import { strace } from './strace/strace.ts';
import { syft } from './syft/syft.ts';
import { SYSTEMD_COMMANDS } from './systemd/commands.ts';
import { tar } from './tar/tar.ts';
import { mawk } from './text/awk/awk.ts';
import { TEXT_COMMANDS } from './text/commands.ts';
import { trivy } from './trivy/trivy.ts';
import { UTIL_LINUX_COMMANDS } from './util-linux/commands.ts';
import { XZ_COMMANDS } from './xz/xz.ts';
import { ZIP_COMMANDS } from './zip/commands.ts';

/** Every command that hosts have: a folder with more than one of them lists its own. Images name those that they bring. */
export const COMMANDS: readonly Command[] = [
	...ACCOUNTS_COMMANDS,
	...APPARMOR_COMMANDS,
	...APT_COMMANDS,
	...BC_COMMANDS,
	...CHECKSUMS_COMMANDS,
	...CONTAINERD_COMMANDS,
	...COREUTILS_COMMANDS,
	...DIFFUTILS_COMMANDS,
	...DOCKER_COMMANDS,
	...E2FSPROGS_COMMANDS,
	...EDITORS_COMMANDS,
	...ETCD_COMMANDS,
	...FINDUTILS_COMMANDS,
	...GZIP_COMMANDS,
	...BZIP2_COMMANDS,
	...XZ_COMMANDS,
	...KMOD_COMMANDS,
	...LVM_COMMANDS,
	...MISC_COMMANDS,
	...NETWORK_COMMANDS,
	...PROCPS_COMMANDS,
	...SHELLS_COMMANDS,
	...SYSTEMD_COMMANDS,
	...TEXT_COMMANDS,
	...UTIL_LINUX_COMMANDS,
	...ZIP_COMMANDS,
	crictl,
	git,
	helm,
	kubeadm,
	kubectl,
	openssl,
	patch,
	killall,
	pstree,
	rsync,
	strace,
	tar,
];

/** Commands of packages that a host has not before they are installed. */
export const PACKAGED_COMMANDS: readonly Command[] = [...ACL_COMMANDS, ...APPARMOR_UTILITIES, ab, socat];

/** Programs that only the executables of images and of packages name: busybox's applets, Debian's sh, NFS. */
export const IMAGE_COMMANDS: readonly { readonly name: string; readonly program: Program }[] = [
	...PACKAGED_COMMANDS,
	cilium,
	...NETFILTER_COMMANDS,
	exportfs,
	ipvsadm,
	nmap,
	kubeBench,
	kubectlConvert,
	kubesec,
	mountNfs,
	mountNfs4,
	nfsd,
	runsc,
	showmount,
	trivy,
	bom,
	syft,
	grype,
	cosign,
	{ name: 'sh', program: dashProgram },
	{ name: 'apk', program: apk.program },
	...[dnf, microdnf, rpm, yum].map(({ name, program }) => ({ name, program })),
	...[go, npm, pip, venv].map(({ name, program }) => ({ name, program })),
	{ name: 'falco', program: falcoProgram },
	{ name: 'falcoctl', program: falcoctlProgram },
	{ name: 'unsimulated', program: unsimulated },
	{ name: 'awk', program: mawk.program },
	{ name: 'busybox', program: busyboxProgram },
	{ name: 'busybox-1.28', program: oldBusyboxProgram },
	...APPLETS.map(({ name, program }) => ({ name: `busybox:${name}`, program })),
	...OLD_APPLETS.map(({ name, program }) => ({ name: `busybox-1.28:${name}`, program })),
];
