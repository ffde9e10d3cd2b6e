/**
 * What may be left of a Korean word when its ending is taken away: 파드를 → 파드, 배포합니다 → 배포, 되돌리기 → 되돌리.
 * No dictionary: an ending is taken away only where it may stand. Particles that have two forms (을 and 를) follow a
 * final consonant or a vowel, so 게이트웨이 keeps its 이 and 파드가 loses its 가.
 */

/** After a final consonant. */
const AFTER_CONSONANT = ['을', '이', '은', '과', '으로', '이나', '이라', '이란', '이라는', '이며', '이고', '아'];
/** After a vowel. */
const AFTER_VOWEL = ['를', '가', '는', '와', '나', '라', '란', '라는', '며', '고'];
/** After a vowel or ㄹ. */
const AFTER_VOWEL_OR_L = ['로'];
/** After anything. */
const ANYWHERE = (
	'의 에 도 만 들 에서 에게 까지 부터 마다 처럼 보다 밖에 조차 끼리 대로 만큼 뿐 이다 입니다 인 이면 에는 에도 에만 에서는 에서도 ' +
	'으로는 으로도 로는 로도 에게는 까지는 부터는 들이 들은 들을 들의 들도 들에 들과'
).split(' ');
/** Of verbs made of a noun: 배포하다, 배포되다. */
const VERBAL = (
	'하다 하기 하는 하고 하면 하며 하지 하려면 하려고 하세요 합니다 합니까 한다 한 할 함 해 해서 해야 했다 했습니다 ' +
	'되다 되는 되고 되면 되어 되지 됩니다 된다 된 될 됨 됐다 되었습니다 해요 했어요 돼요 됐어요 되나요 하나요 시키다 시키는 시킵니다 시킨'
).split(' ');
/** Of other verbs; what is left is matched letter by letter, so 되돌리 finds 되돌립니다. */
const VERB_ENDINGS = ['기', '다', '는', '고', '면', '며', '려면', '세요', '습니다', '어요', '아요', '나요'];

const HANGUL = /^[가-힣]+$/;

/** The word itself first, then what is left without an ending, longest first. Nothing for what is not Hangul. */
export function koreanStems(word: string): readonly string[] {
	if (!HANGUL.test(word)) return [];
	const stems = new Set<string>();
	for (const ending of [...ANYWHERE, ...AFTER_CONSONANT, ...AFTER_VOWEL, ...AFTER_VOWEL_OR_L]) {
		const stem = without(word, ending, 1);
		if (stem !== undefined && mayFollow(stem, ending)) stems.add(stem);
	}
	for (const ending of VERBAL) add(stems, without(word, ending, 2));
	for (const ending of VERB_ENDINGS) add(stems, without(word, ending, 2));
	stems.delete(word);
	return [word, ...[...stems].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))];
}

/** Whether `rest`, which stands after a word, is one of the endings that a noun may have there. */
export function isEndingOf(word: string, rest: string): boolean {
	return rest === '' || [...koreanStems(word + rest)].includes(word);
}

function without(word: string, ending: string, syllablesMin: number): string | undefined {
	if (!word.endsWith(ending) || word.length - ending.length < syllablesMin) return undefined;
	return word.slice(0, -ending.length);
}

function add(stems: Set<string>, stem: string | undefined): void {
	if (stem !== undefined) stems.add(stem);
}

function mayFollow(stem: string, ending: string): boolean {
	const final = ((stem.codePointAt(stem.length - 1) ?? 0) - 0xac00) % 28;
	const consonant = final !== 0;
	const isL = final === 8;
	if (AFTER_CONSONANT.includes(ending)) return ending.startsWith('으') ? consonant && !isL : consonant;
	if (AFTER_VOWEL.includes(ending)) return !consonant;
	if (AFTER_VOWEL_OR_L.includes(ending)) return !consonant || isL;
	return true;
}
