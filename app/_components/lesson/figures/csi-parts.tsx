import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: 'CSI 드라이버의 두 부분',
		description:
			'API 서버의 클레임, VolumeAttachment, 스냅숏을 사이드카들이 지켜보고, 드라이버의 컨트롤러 쪽을 부른다. 컨트롤러 쪽은 스토리지 시스템에 볼륨을 만들고 노드에 붙인다. 노드마다 kubelet이 드라이버의 노드 쪽을 불러 볼륨을 파드에 마운트한다.',
		objects: '클레임 …',
		controllerPod: '컨트롤러 쪽 (하나)',
		sidecars: '사이드카',
		sidecarsNote: 'provisioner, attacher …',
		driver: '드라이버',
		controls: '만들고 붙인다',
		mounts: '포맷하고 마운트한다',
		storage: '스토리지 시스템',
		storageNote: '디스크, 스냅숏',
		node: '노드 (모든 노드)',
		pod: '파드',
	},
	en: {
		title: 'The two parts of a CSI driver',
		description:
			'Sidecars watch claims, VolumeAttachments and snapshots at the API server and call the driver’s controller part, which makes volumes in the storage system and attaches them to nodes. On each node the kubelet calls the driver’s node part, which mounts the volume into the Pod.',
		objects: 'claims …',
		controllerPod: 'controller part (one)',
		sidecars: 'sidecars',
		sidecarsNote: 'provisioner, attacher …',
		driver: 'driver',
		controls: 'makes, attaches',
		mounts: 'formats, mounts',
		storage: 'storage system',
		storageNote: 'disks, snapshots',
		node: 'node (every one)',
		pod: 'Pod',
	},
} as const;

/** Who calls whom, from an object of the API to a directory in a Pod. */
export function CsiParts({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-csi-parts" width={520} height={290} title={t.title} description={t.description}>
			<Box x={8} y={34} width={120} height={60} title="API server" note={t.objects} />
			<Arrow path="M176 64 H132" />
			<Box x={164} y={4} width={348} height={112} kind="old" />
			<text x={178} y={24} className="fig-note">
				{t.controllerPod}
			</text>
			<Box x={180} y={36} width={164} height={60} title={t.sidecars} note={t.sidecarsNote} />
			<Arrow path="M344 66 H372" />
			<Box x={376} y={36} width={122} height={60} kind="new" title={t.driver} note={t.controls} />
			<Arrow path="M437 96 V140" />
			<Box x={376} y={144} width={122} height={60} title={t.storage} note={t.storageNote} />
			<Arrow path="M376 174 H348" dashed />
			<Box x={8} y={130} width={336} height={152} kind="old" />
			<text x={22} y={150} className="fig-note">
				{t.node}
			</text>
			<Box x={22} y={162} width={108} height={44} title="kubelet" />
			<Arrow path="M130 184 H166" />
			<Box x={170} y={156} width={160} height={56} kind="new" title={t.driver} note={t.mounts} />
			<Arrow path="M250 212 V228" />
			<Box x={190} y={232} width={120} height={40} title={t.pod} />
			<Arrow path="M68 130 V98" />
		</Drawing>
	);
}
