import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '이미지의 레이어와 컨테이너의 쓰기 계층',
		description:
			'이미지는 읽기 전용 레이어가 쌓인 것이다. 아래부터 베이스, 라이브러리, 코드. 컨테이너 a와 b는 같은 이미지를 함께 쓰고, 저마다 맨 위에 얇은 쓰기 계층을 하나씩 갖는다. 컨테이너를 지우면 쓰기 계층만 사라진다. 오른쪽에는 각 레이어를 만든 Dockerfile 명령이 있다.',
		write: '쓰기 계층',
		code: '코드 · 5kB',
		libraries: '라이브러리 · 3MB',
		base: '베이스 python:3.12-slim · 112MB',
		readOnly: '읽기 전용, 함께 씀',
	},
	en: {
		title: 'The layers of an image and the writable layer of a container',
		description:
			'An image is a stack of read-only layers: the base at the bottom, then the libraries, then the code. The containers a and b share it; each has a thin writable layer of its own on top. When a container is removed only its writable layer goes. On the right stand the Dockerfile lines that made each layer.',
		write: 'writable layer',
		code: 'code · 5 kB',
		libraries: 'libraries · 3 MB',
		base: 'base python:3.12-slim · 112 MB',
		readOnly: 'read-only, shared',
	},
} as const;

export function ImageLayers({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-image-layers" width={520} height={252} title={t.title} description={t.description}>
			<Box x={8} y={8} width={138} height={50} kind="new" title="a" note={t.write} />
			<Box x={162} y={8} width={138} height={50} kind="new" title="b" note={t.write} />
			<Arrow path="M77 58 V88" />
			<Arrow path="M231 58 V88" />
			<Box x={8} y={92} width={292} height={40} title={t.code} />
			<Box x={8} y={140} width={292} height={40} title={t.libraries} />
			<Box x={8} y={188} width={292} height={40} title={t.base} />
			<text x={316} y={117} className="fig-note">
				COPY server.py .
			</text>
			<text x={316} y={165} className="fig-note">
				RUN pip install -r …
			</text>
			<text x={316} y={213} className="fig-note">
				FROM python:3.12-slim
			</text>
			<text x={8} y={247} className="fig-note">
				{t.readOnly}
			</text>
		</Drawing>
	);
}
