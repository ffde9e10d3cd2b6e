import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const HEADER = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`;
const ZEROS = '\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0';

test.each([
	['nosuch', `${HEADER}${ZEROS}curl: (6) Could not resolve host: nosuch\n`],
	[
		'localhost:1',
		`${HEADER}${ZEROS}${ZEROS}\ncurl: (7) Failed to connect to localhost port 1 after 0 ms: Couldn't connect to server\n`,
	],
])("curl %s | cat: its meter's columns", (url, expected) => {
	expect(newWorld('meter').runScript({ name: 'script.sh', script: `curl ${url} | cat` }).stderr).toBe(expected);
});
