/** Terminals that show colours. */
const TERMINALS =
	'Eterm ansi *color* con[0-9]*x[0-9]* cons25 console cygwin *direct* dtterm gnome hurd jfbterm konsole ' +
	'kterm linux linux-c mlterm putty rxvt* screen* st terminator tmux* vt100 xterm*';

/** Kinds of files and their colours. */
const KINDS = [
	'RESET 0',
	'DIR 01;34',
	'LINK 01;36',
	'MULTIHARDLINK 00',
	'FIFO 40;33',
	'SOCK 01;35',
	'DOOR 01;35',
	'BLK 40;33;01',
	'CHR 40;33;01',
	'ORPHAN 40;31;01',
	'MISSING 00',
	'SETUID 37;41',
	'SETGID 30;43',
	'CAPABILITY 00',
	'STICKY_OTHER_WRITABLE 30;42',
	'OTHER_WRITABLE 34;42',
	'STICKY 37;44',
	'EXEC 01;32',
];

/** Names of files by their endings: a colour for each group. */
const ENDINGS: readonly { readonly about: string; readonly color: string; readonly names: string }[] = [
	{
		about: 'Archives and compressed files.',
		color: '01;31',
		names:
			'.tar .tgz .arc .arj .taz .lha .lz4 .lzh .lzma .tlz .txz .tzo .t7z .zip .z .dz .gz .lrz .lz .lzo .xz ' +
			'.zst .tzst .bz2 .bz .tbz .tbz2 .tz .deb .rpm .jar .war .ear .sar .rar .alz .ace .zoo .cpio .7z .rz ' +
			'.cab .wim .swm .dwm .esd',
	},
	{
		about: 'Pictures, films.',
		color: '01;35',
		names:
			'.avif .jpg .jpeg .mjpg .mjpeg .gif .bmp .pbm .pgm .ppm .tga .xbm .xpm .tif .tiff .png .svg .svgz ' +
			'.mng .pcx .mov .mpg .mpeg .m2v .mkv .webm .webp .ogm .mp4 .m4v .mp4v .vob .qt .nuv .wmv .asf .rm ' +
			'.rmvb .flc .avi .fli .flv .gl .dl .xcf .xwd .yuv .cgm .emf .ogv .ogx',
	},
	{
		about: 'Sound.',
		color: '00;36',
		names: '.aac .au .flac .m4a .mid .midi .mka .mp3 .mpc .ogg .ra .wav .oga .opus .spx .xspf',
	},
	{
		about: 'What is left behind: copies, drafts, rejects.',
		color: '00;90',
		names:
			'*~ *# .bak .old .orig .part .rej .swp .tmp .dpkg-dist .dpkg-old .ucf-dist .ucf-new .ucf-old .rpmnew ' +
			'.rpmorig .rpmsave',
	},
];

/** The database that is built in, as `dircolors -p` prints it. */
export const DIRCOLORS_DATABASE = [
	'# Colours of `ls --color` for `dircolors`: what a file is or how its name ends, and the codes of its colour.',
	'# TERM and COLORTERM: what follows holds for terminals that match one of them.',
	'COLORTERM ?*',
	...TERMINALS.split(' ').map((name) => `TERM ${name}`),
	'# 00 none, 01 bold, 04 underscore, 05 blink, 07 reverse; 30 to 37 text, 40 to 47 background.',
	...KINDS,
	...ENDINGS.flatMap(({ about, color, names }) => [
		`# ${about}`,
		...names.split(' ').map((name) => `${name} ${color}`),
	]),
	'',
].join('\n');
