import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: 'kubelet에서 프로세스까지',
		description:
			'kubelet은 CRI라는 인터페이스로 containerd에게 부탁한다. CRI-O가 그 자리에 있어도 된다. containerd는 OCI 이미지를 받아 풀고 설정 파일을 써서 runc를 부른다. runc는 네임스페이스와 cgroup을 만들고 프로세스를 시작한 뒤 사라진다. 남는 것은 노드의 평범한 프로세스다.',
		kubelet: '이 파드를 돌려라',
		runtime: '이미지, 파드, 로그',
		runc: '네임스페이스, cgroup',
		process: '노드의 프로세스 하나',
		or: '또는 CRI-O',
		bundle: 'OCI 런타임 명세',
		image: 'OCI 이미지 명세',
		registry: '레지스트리',
		kernel: '커널은 하나를 함께 쓴다',
	},
	en: {
		title: 'From the kubelet to the process',
		description:
			'The kubelet asks containerd through the interface CRI; CRI-O may stand in its place. containerd fetches and unpacks the OCI image, writes a configuration and calls runc. runc makes namespaces and cgroups, starts the process and goes. What remains is an ordinary process of the node.',
		kubelet: 'run this Pod',
		runtime: 'images, Pods, logs',
		runc: 'namespaces, cgroups',
		process: 'a process of the node',
		or: 'or CRI-O',
		bundle: 'OCI runtime spec',
		image: 'OCI image spec',
		registry: 'registry',
		kernel: 'one kernel for all',
	},
} as const;

export function RuntimeChain({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-runtime-chain" width={520} height={232} title={t.title} description={t.description}>
			<Box x={8} y={24} width={126} height={58} title="kubelet" note={t.kubelet} />
			<Arrow path="M134 53 H188" />
			<text x={160} y={44} textAnchor="middle" className="fig-title">
				CRI
			</text>
			<Box x={192} y={24} width={150} height={58} kind="new" title="containerd" note={t.runtime} />
			<text x={267} y={16} textAnchor="middle" className="fig-note">
				{t.or}
			</text>
			<Arrow path="M342 53 H376" />
			<Box x={380} y={24} width={132} height={58} title="runc" note={t.runc} />
			<text x={512} y={100} textAnchor="end" className="fig-note">
				{t.bundle}
			</text>
			<Box x={192} y={138} width={150} height={44} kind="ghost" title={t.registry} />
			<Arrow path="M267 138 V86" />
			<text x={258} y={116} textAnchor="end" className="fig-note">
				{t.image}
			</text>
			<Arrow path="M446 108 V134" />
			<Box x={380} y={138} width={132} height={58} kind="group" title="nginx" note={t.process} />
			<text x={512} y={218} textAnchor="end" className="fig-note">
				{t.kernel}
			</text>
		</Drawing>
	);
}
