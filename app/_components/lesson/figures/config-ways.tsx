import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '컨피그맵이 컨테이너로 들어가는 세 길',
		description:
			'컨피그맵 app에서 컨테이너로 세 길이 있다. 환경 변수는 시작할 때 한 번 읽히고, 볼륨의 파일은 1–2분 안에 바뀐 값을 따라가며, subPath로 넣은 파일은 따라가지 않는다.',
		ways: [
			['env, envFrom', '환경 변수', '시작할 때 한 번'],
			['volume', '디렉터리의 파일들', '1–2분 안에 따라온다'],
			['volume + subPath', '파일 하나', '따라오지 않는다'],
		],
	},
	en: {
		title: 'Three ways from a ConfigMap into a container',
		description:
			'Three ways lead from the ConfigMap app into a container. Environment variables are read once at the start; files in a volume follow changes within a minute or two; a file mounted with subPath does not follow.',
		ways: [
			['env, envFrom', 'variables', 'once, at the start'],
			['volume', 'files in a directory', 'follows in a minute or two'],
			['volume + subPath', 'a single file', 'does not follow'],
		],
	},
} as const;

export function ConfigWays({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-config-ways" width={520} height={228} title={t.title} description={t.description}>
			<Box x={8} y={84} width={126} height={58} kind="new" title="ConfigMap" note="app" />
			{t.ways.map(([way, what, when], index) => {
				const y = 8 + index * 76;
				return (
					<g key={way}>
						<Arrow path={`M134 113 C165 113 160 ${y + 30} 196 ${y + 30}`} dashed={index === 2} />
						<Box x={200} y={y} width={140} height={60} title={way} note={what} />
						<text x={352} y={y + 35} className="fig-note">
							{when}
						</text>
					</g>
				);
			})}
		</Drawing>
	);
}
