import { SystemError } from '../../kernel/process-api.ts';
import { reasonOf } from '../launch.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const HELP = `Usage: ldd [OPTION]... FILE...
      --help              print this help and exit
      --version           print version information and exit
  -d, --data-relocs       process data relocations
  -r, --function-relocs   process data and function relocations
  -u, --unused            print unused direct dependencies
  -v, --verbose           print all information

For bug reporting instructions, please see:
<https://bugs.launchpad.net/ubuntu/+source/glibc/+bugs>.
`;

/** Go's programs bring all they need. */
const STATIC =
	/\/(?:kubectl|kubeadm|kubelet|helm|crictl|ctr|containerd|runc|docker|dockerd|podman|etcd|etcdctl|etcdutl|yq|trivy|kustomize|cilium|cosign)$/;
const MORE: ReadonlyMap<string, readonly string[]> = new Map([
	['bash', ['libtinfo.so.6']],
	['less', ['libtinfo.so.6']],
	['vim', ['libm.so.6', 'libtinfo.so.6', 'libselinux.so.1']],
	['ls', ['libselinux.so.1']],
	['cp', ['libselinux.so.1', 'libacl.so.1', 'libattr.so.1']],
	['mv', ['libselinux.so.1', 'libacl.so.1', 'libattr.so.1']],
	['sort', ['libcrypto.so.3']],
	['openssl', ['libssl.so.3', 'libcrypto.so.3']],
	['curl', ['libcurl.so.4', 'libz.so.1']],
	['ssh', ['libselinux.so.1', 'libgssapi_krb5.so.2', 'libcrypto.so.3', 'libz.so.1']],
	['nginx', ['libcrypt.so.1', 'libpcre2-8.so.0', 'libssl.so.3', 'libcrypto.so.3', 'libz.so.1']],
]);

/** Differs: of a few programs it is known what they need besides the C library; addresses are the first of all. */
export const ldd = unixCommand({
	name: 'ldd',
	paths: ['/usr/bin/ldd'],
	size: 5_302,
	help: HELP,
	*main({ process, args, out, say }) {
		if (args.includes('--version')) {
			yield* out.write('ldd (Ubuntu GLIBC 2.39-0ubuntu8.6) 2.39\n');
			return 0;
		}
		const unknown = args.find(
			(word) => word.startsWith('-') && !/^(?:-[druv]+|--(?:data-relocs|function-relocs|unused|verbose))$/.test(word),
		);
		if (unknown !== undefined)
			throw new Exit(1, `ldd: unrecognized option \`${unknown}'\nTry \`ldd --help' for more information.\n`);
		const files = args.filter((word) => !word.startsWith('-'));
		if (files.length === 0) throw new Exit(1, "ldd: missing file arguments\nTry `ldd --help' for more information.\n");
		let status = 0;
		for (const file of files) {
			if (files.length > 1) yield* out.write(`${file}:\n`);
			try {
				const path = process.realpath(file);
				const stat = process.stat(path);
				if (stat.type !== 'file') {
					yield* say(`ldd: ${file}: not regular file\n`);
					status = 1;
					continue;
				}
				const fd = yield* process.open(path, { read: true });
				const head = yield* process.read(fd, 4);
				process.close(fd);
				const isProgram = head[0] === 0x7f && head[1] === 0x45;
				if (!isProgram || STATIC.test(path)) {
					yield* say('\tnot a dynamic executable\n');
					status = 1;
				} else yield* out.write(libraries(path));
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* say(`ldd: ${file.includes('/') ? file : `./${file}`}: ${reasonOf(error)}\n`);
				status = 1;
			}
		}
		return status;
	},
});

function libraries(path: string): string {
	const names = [...(MORE.get(path.slice(path.lastIndexOf('/') + 1)) ?? []), 'libc.so.6'];
	const address = (at: number): string => `(0x${(0x7fff_f7a0_0000 + at * 0x2_8000).toString(16).padStart(16, '0')})`;
	const lines = names.map((name, at) => `\t${name} => /lib/x86_64-linux-gnu/${name} ${address(at)}\n`);
	return `\tlinux-vdso.so.1 (0x00007ffff7fc1000)\n${lines.join('')}\t/lib64/ld-linux-x86-64.so.2 (0x00007ffff7fc3000)\n`;
}
