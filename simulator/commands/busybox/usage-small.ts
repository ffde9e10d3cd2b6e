/** What follows "Usage: " in the help of busybox's smallest applets. */
export const SMALL_USAGES = {
	usleep: `usleep N

Pause for N microseconds
`,
	ttysize: `ttysize [w] [h]

Print dimensions of stdin tty, or 80x24
`,
	fsync: `fsync [-d] FILE...

Write all buffered blocks in FILEs to disk

	-d	Avoid syncing metadata
`,
	dos2unix: `dos2unix [-ud] [FILE]

Convert FILE in-place from DOS to Unix format.
When no file is given, use stdin/stdout.

	-u	dos2unix
	-d	unix2dos
`,
	unix2dos: `unix2dos [-ud] [FILE]

Convert FILE in-place from Unix to DOS format.
When no file is given, use stdin/stdout.

	-u	dos2unix
	-d	unix2dos
`,
	mesg: `mesg [y|n]

Control write access to your terminal
	y	Allow write access to your terminal
	n	Disallow write access to your terminal
`,
	nologin: `nologin

Politely refuse a login
`,
} as const;
