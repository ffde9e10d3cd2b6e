import { checkScripts } from './golden-cases.ts';

const files = {
	f: 'kubeadm join 172.30.1.2:6443 --token abcdef.0123456789abcdef --discovery-token-ca-cert-hash sha256:1234\nimage: nginx:1.27 # image: old\nfoobar foobaz fo\nname: "web-1" app=web\n',
};

checkScripts('grep-perl', 'bash', {
	'looking around': [
		String.raw`grep -oP '(?<=--token )\S+' f`,
		String.raw`grep -oP 'hash \K\S+' f`,
		String.raw`grep -oP 'image:\s*\K[^\s#]+' f`,
		String.raw`grep -oP '\d+(?=\.\d+)' f`,
		`grep -oP 'foo(?!bar)' f`,
		`grep -vP '^(?!foo)' f`,
		`grep -P '^(?!.*image)(?=.*:).*$' f`,
		`grep -oP '(?<!image: )nginx' f; echo $?`,
		`grep -oP '(?<=name: ")[^"]+(?=")' f`,
		`grep -oP '(?<=a)(?<=ba)[rz]' f`,
		`grep -cP '^kube.*(?=sha256)' f`,
		`grep -nP '(?<=app=)web$' f`,
		String.raw`grep -oiP '(?<=IMAGE: )\w+' f`,
		String.raw`grep -oP '[(?<=]\K\w+' f; echo $?`,
		String.raw`grep -oP '(?:\d+\.){3}\d+(?=:6443)' f`,
		`grep -P '(?=foo)' f`,
		String.raw`sed 's/x/y/' f | grep -oP '"\K[^"]+(?=")'`,
	].map((script) => [script, { files }] as const),
});
