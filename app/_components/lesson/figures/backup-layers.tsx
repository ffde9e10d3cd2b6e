import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '무엇을 무엇으로 되살리나',
		description:
			'네 층이다. 앱은 Git의 매니페스트, 클러스터의 상태는 etcd 스냅숏, 신원은 pki 디렉터리의 사본, 볼륨의 데이터는 볼륨 스냅숏과 덤프로 되살린다. 위의 두 층은 API를 거쳐, 아래는 머신과 스토리지에서 백업한다.',
		layers: ['앱', '클러스터의 상태', '신원', '볼륨의 데이터'],
		objects: ['매니페스트', 'etcd', '/etc/kubernetes/pki', 'PV'],
		from: ['Git, Velero', 'etcd 스냅숏', '암호화한 사본', '볼륨 스냅숏, 덤프'],
		backup: '되살리는 것',
	},
	en: {
		title: 'What is brought back from what',
		description:
			'Four layers. Applications come back from manifests in Git, the state of the cluster from an etcd snapshot, its identity from a copy of the pki directory, data in volumes from volume snapshots and dumps.',
		layers: ['applications', 'the cluster’s state', 'identity', 'data in volumes'],
		objects: ['manifests', 'etcd', '/etc/kubernetes/pki', 'PVs'],
		from: ['Git, Velero', 'etcd snapshot', 'encrypted copy', 'snapshots, dumps'],
		backup: 'comes back from',
	},
} as const;

export function BackupLayers({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-backup" width={520} height={270} title={t.title} description={t.description}>
			<text x={352} y={18} className="fig-note">
				{t.backup}
			</text>
			{t.layers.map((layer, row) => (
				<g key={layer}>
					<Box x={8} y={28 + row * 60} width={310} height={50} title={layer} note={t.objects[row]} />
					<Box x={334} y={28 + row * 60} width={178} height={50} kind="new" title={t.from[row]} />
				</g>
			))}
		</Drawing>
	);
}
