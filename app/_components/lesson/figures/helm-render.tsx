import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '값과 템플릿에서 릴리스까지',
		description:
			'값은 차트의 values.yaml, -f로 준 파일, --set의 차례로 덮인다. 합쳐진 값을 템플릿에 넣으면 매니페스트가 나온다. 헬름은 그것을 클러스터의 오브젝트로 만들고, 값과 매니페스트를 리비전마다 시크릿 하나에 기록한다.',
		over: '아래가 이김',
		defaults: '차트의 기본값',
		files: '뒤의 파일이 이김',
		templates: '템플릿',
		manifest: '매니페스트',
		rendered: '내 컴퓨터에서 만듦',
		objects: '오브젝트',
		record: '리비전의 시크릿',
	},
	en: {
		title: 'From values and templates to a release',
		description:
			'Values lie over each other: the chart’s values.yaml, then the files of -f, then --set. Together with the templates they make the manifest. Helm creates its objects in the cluster, and records values and manifest of each revision in a Secret.',
		over: 'the lower wins',
		defaults: 'the chart’s defaults',
		files: 'the later file wins',
		templates: 'templates',
		manifest: 'manifest',
		rendered: 'rendered locally',
		objects: 'objects',
		record: 'release Secrets',
	},
} as const;

export function HelmRender({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-helm-render" width={520} height={236} title={t.title} description={t.description}>
			<text x={8} y={16} className="fig-note">
				{t.over}
			</text>
			<Box x={8} y={26} width={156} height={50} title="values.yaml" note={t.defaults} />
			<Box x={8} y={82} width={156} height={50} title="-f prod.yaml" note={t.files} />
			<Box x={8} y={138} width={156} height={36} kind="new" title="--set" />
			<Box x={8} y={192} width={156} height={36} kind="group" title={t.templates} />
			<Arrow path="M164 107 H196" />
			<Arrow path="M164 210 C190 210 184 132 196 128" />
			<Box x={200} y={86} width={150} height={56} kind="new" title={t.manifest} note={t.rendered} />
			<Arrow path="M350 104 C368 104 364 60 376 60" />
			<Arrow path="M350 124 C368 124 364 170 376 170" />
			<Box x={380} y={34} width={132} height={52} title={t.objects} note="Deployment, …" />
			<Box x={380} y={144} width={132} height={52} title={t.record} note="…v1, …v2, …v3" />
		</Drawing>
	);
}
