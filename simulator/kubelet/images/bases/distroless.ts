import type { Layer } from '../../../kernel/machine-api.ts';
import { INTERNET_ROOT_CERTIFICATE } from '../../../machinery/x509/internet-root.ts';
import { directory, file, layer } from '../layer-builder.ts';

/** gcr.io/distroless/static: accounts and certificates, no command at all. */
export function distrolessLayer(): Layer {
	return layer([
		...'/bin /boot /dev /etc /home /lib /proc /run /sbin /sys /usr /var'.split(' ').map((path) => directory(path)),
		directory('/root', 0o700),
		directory('/tmp', 0o1777),
		directory('/home/nonroot', 0o700, { uid: 65532, gid: 65532 }),
		file(
			'/etc/passwd',
			'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
		),
		directory('/etc/ssl'),
		directory('/etc/ssl/certs'),
		file('/etc/ssl/certs/ca-certificates.crt', INTERNET_ROOT_CERTIFICATE),
		file('/etc/group', 'root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n'),
		file(
			'/etc/os-release',
			'PRETTY_NAME="Distroless"\nNAME="Debian GNU/Linux"\nID="debian"\nVERSION_ID="12"\nVERSION="Debian GNU/Linux 12 (bookworm)"\nHOME_URL="https://github.com/GoogleContainerTools/distroless"\nSUPPORT_URL="https://github.com/GoogleContainerTools/distroless/blob/master/README.md"\nBUG_REPORT_URL="https://github.com/GoogleContainerTools/distroless/issues/new"\n',
		),
	]);
}
