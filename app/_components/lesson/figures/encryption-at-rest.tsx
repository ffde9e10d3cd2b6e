import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '어디에서 암호화되는가',
		description:
			'kubectl과 API 서버 사이는 TLS로 오가지만 시크릿의 값은 읽을 수 있는 그대로이다. API 서버가 첫 번째 프로바이더로 암호화해서 etcd에 쓰고, 읽을 때 푼다. etcd와 그 백업에는 k8s:enc로 시작하는 암호문만 있다.',
		reader: '읽을 수 있는 값',
		server: '암호화하고 푼다',
		cipher: 'k8s:enc:…',
		backup: '백업',
		key: '키: 파일이나 KMS',
	},
	en: {
		title: 'Where encryption happens',
		description:
			'Between kubectl and the API server a Secret travels over TLS with readable values. The API server encrypts with its first provider before it writes to etcd and decrypts when it reads. etcd and its backups hold only ciphertext that begins with k8s:enc.',
		reader: 'readable values',
		server: 'encrypts and decrypts',
		cipher: 'k8s:enc:…',
		backup: 'backups',
		key: 'key: a file or a KMS',
	},
} as const;

export function EncryptionAtRest({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-at-rest" width={520} height={166} title={t.title} description={t.description}>
			<Box x={8} y={14} width={126} height={58} title="kubectl" note={t.reader} />
			<Arrow path="M134 43 H176" />
			<Box x={180} y={14} width={170} height={58} kind="new" title="kube-apiserver" note={t.server} />
			<Arrow path="M350 43 H396" />
			<Box x={400} y={14} width={112} height={58} title="etcd" note={t.cipher} />
			<Arrow path="M456 72 V108" dashed />
			<Box x={400} y={112} width={112} height={44} kind="ghost" title={t.backup} />
			<Arrow path="M265 108 V76" />
			<Box x={180} y={112} width={170} height={44} kind="group" title={t.key} />
		</Drawing>
	);
}
