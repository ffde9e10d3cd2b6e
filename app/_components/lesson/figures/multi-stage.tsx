import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '멀티 스테이지 빌드',
		description:
			'첫 스테이지 build는 python:3.12 위에서 소스를 받아 페이지를 만든다. 마지막 스테이지는 nginx:1.27-alpine에서 새로 시작하고, COPY --from=build로 만든 결과만 가져온다. 태그가 붙고 푸시되는 것은 마지막 스테이지뿐이고 첫 스테이지는 빌드한 곳의 캐시에 남는다.',
		build: 'build 스테이지',
		stays: '캐시에만 남음',
		final: '마지막 스테이지',
		pushed: '이미지가 되는 것',
		tools: '빌드 도구, 소스, 캐시',
		result: '/out',
		base: '새 베이스',
	},
	en: {
		title: 'A multi-stage build',
		description:
			'The first stage, build, takes the source upon python:3.12 and makes the page. The last stage begins anew from nginx:1.27-alpine and takes only the result, by COPY --from=build. Only the last stage is tagged and pushed; the first remains in the cache of the machine that built it.',
		build: 'stage build',
		stays: 'stays in the cache',
		final: 'last stage',
		pushed: 'becomes the image',
		tools: 'tools, source, caches',
		result: '/out',
		base: 'a base of its own',
	},
} as const;

export function MultiStage({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-multi-stage" width={520} height={218} title={t.title} description={t.description}>
			<Box x={8} y={8} width={212} height={202} kind="ghost" />
			<text x={24} y={32} className="fig-title">
				{t.build}
			</text>
			<text x={24} y={50} className="fig-note">
				{t.stays}
			</text>
			<Box x={24} y={62} width={180} height={40} kind="new" title={t.result} />
			<Box x={24} y={108} width={180} height={40} title={t.tools} />
			<Box x={24} y={154} width={180} height={40} title="python:3.12" />
			<Box x={300} y={8} width={212} height={202} kind="group" />
			<text x={316} y={32} className="fig-title">
				{t.final}
			</text>
			<text x={316} y={50} className="fig-note">
				{t.pushed}
			</text>
			<Box x={316} y={96} width={180} height={40} kind="new" title={t.result} />
			<Box x={316} y={142} width={180} height={52} title="nginx:1.27-alpine" note={t.base} />
			<Arrow path="M204 82 C260 82 256 116 312 116" />
		</Drawing>
	);
}
