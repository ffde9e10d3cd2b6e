import type { Random } from '../../machinery/random.ts';

/** An adjective and the name of somebody who mattered to computing, as engines name containers nobody has named. */
export function madeUpName(random: Random): string {
	const pick = (words: readonly string[]): string => words[random.below(words.length)] as string;
	return `${pick(ADJECTIVES)}_${pick(PEOPLE)}`;
}

const ADJECTIVES =
	'admiring amazing awesome blissful bold brave busy charming clever compassionate cool dazzling determined eager ecstatic elastic elegant eloquent epic exciting festive focused friendly frosty gallant gifted goofy gracious happy hopeful hungry infallible inspiring intelligent interesting jolly jovial keen kind laughing loving lucid magical modest musing mystifying naughty nervous nice nifty nostalgic objective optimistic peaceful pedantic pensive practical priceless quirky quizzical recursing relaxed reverent romantic serene sharp silly sleepy stoic strange suspicious sweet tender thirsty trusting unruffled upbeat vibrant vigilant vigorous wizardly wonderful xenodochial youthful zealous zen'.split(
		' ',
	);
const PEOPLE =
	'allen babbage bardeen bell berners-lee blackwell bohr boyd brattain cerf clarke cori curie curran darwin dijkstra einstein elion engelbart euclid euler fermat fermi feynman franklin galileo gauss goldberg goodall hamilton hawking heisenberg hertz hodgkin hoover hopper hypatia jackson jepsen johnson jones kalam kare keller kepler khorana kilby kowalevski lalande lamarr leakey leavitt lovelace maxwell mayer mccarthy mcclintock mclean meitner mendel moore morse napier nash newton nightingale nobel noether northcutt pasteur payne perlman pike poincare ramanujan ride ritchie roentgen rubin saha shannon shockley sinoussi stonebraker swanson swartz tesla thompson torvalds turing varahamihira villani volhard wescoff wiles williams wilson wozniak wright yalow'.split(
		' ',
	);
