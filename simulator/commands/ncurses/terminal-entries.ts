/** What a kind of terminal can do, as terminfo writes it; `NAME@` takes away what `base` has. */
export interface TerminalEntry {
	readonly longName: string;
	readonly base?: string;
	readonly capabilities: string;
}

/** The terminals that ncurses-base describes and a terminal of ours may be called; of each what moves, shows and types. */
export const TERMINAL_ENTRIES: Readonly<Record<string, TerminalEntry>> = {
	dumb: {
		longName: '80-column dumb tty',
		capabilities: String.raw`
			am cols#80 bel=^G cr=\r cud1=\n ind=\n`,
	},
	vt100: {
		longName: 'DEC VT100 (w/advanced video)',
		base: 'dumb',
		capabilities: String.raw`
			msgr xenl it#8 lines#24 blink=\E[5m$<2> bold=\E[1m$<2> clear=\E[H\E[J$<50> csr=\E[%i%p1%d;%p2%dr cub=\E[%p1%dD
			cub1=^H cud=\E[%p1%dB cuf=\E[%p1%dC cuf1=\E[C$<2> cup=\E[%i%p1%d;%p2%dH$<5> cuu=\E[%p1%dA cuu1=\E[A$<2>
			ed=\E[J$<50> el=\E[K$<3> el1=\E[1K$<3> home=\E[H ht=^I hts=\EH kbs=^H kcub1=\EOD kcud1=\EOB kcuf1=\EOC kcuu1=\EOA
			kent=\EOM kf1=\EOP kf10=\EOx kf2=\EOQ kf3=\EOR kf4=\EOS kf5=\EOt kf6=\EOu kf7=\EOv kf8=\EOl kf9=\EOw rc=\E8
			rev=\E[7m$<2> ri=\EM$<5> rmacs=^O rmam=\E[?7l rmkx=\E[?1l\E> rmso=\E[m$<2> rmul=\E[m$<2>
			rs2=\E<\E>\E[?3;4;5l\E[?7;8h\E[r sc=\E7
			sgr=\E[0%?%p1%p6%|%t;1%;%?%p2%t;4%;%?%p1%p3%|%t;7%;%?%p4%t;5%;m%?%p9%t\016%e\017%;$<2> sgr0=\E[m\017$<2> smacs=^N
			smam=\E[?7h smkx=\E[?1h\E= smso=\E[7m$<2> smul=\E[4m$<2> tbc=\E[3g`,
	},
	linux: {
		longName: 'Linux console',
		base: 'vt100',
		capabilities: String.raw`
			bce ccc eo mir AX colors#8 pairs#64 blink=\E[5m bold=\E[1m civis=\E[?25l\E[?1c clear=\E[H\E[J cnorm=\E[?25h\E[?0c
			cuf1=\E[C cup=\E[%i%p1%d;%p2%dH cuu1=\E[A cvvis=\E[?25h\E[?8c dch=\E[%p1%dP dch1=\E[P dim=\E[2m dl=\E[%p1%dM
			dl1=\E[M ech=\E[%p1%dX ed=\E[J el=\E[K el1=\E[1K flash=\E[?5h$<200/>\E[?5l hpa=\E[%i%p1%dG ich=\E[%p1%d@
			ich1=\E[@ il=\E[%p1%dL il1=\E[L
			initc=\E]P%p1%x%p2%{255}%*%{1000}%/%02x%p3%{255}%*%{1000}%/%02x%p4%{255}%*%{1000}%/%02x kbs=^? kcbt=\E^I
			kcub1=\E[D kcud1=\E[B kcuf1=\E[C kcuu1=\E[A kdch1=\E[3~ kend=\E[4~ kf1=\E[[A kf10=\E[21~ kf11=\E[23~ kf12=\E[24~
			kf2=\E[[B kf3=\E[[C kf4=\E[[D kf5=\E[[E kf6=\E[17~ kf7=\E[18~ kf8=\E[19~ kf9=\E[20~ khome=\E[1~ kich1=\E[2~
			knp=\E[6~ kpp=\E[5~ nel=\r\n oc=\E]R op=\E[39;49m rev=\E[7m ri=\EM rmir=\E[4l rmso=\E[27m rmul=\E[24m rs1=\Ec\E]R
			setab=\E[4%p1%dm setaf=\E[3%p1%dm
			sgr=\E[0;10%?%p1%t;7%;%?%p2%t;4%;%?%p3%t;7%;%?%p4%t;5%;%?%p5%t;2%;%?%p6%t;1%;m%?%p9%t\016%e\017%; sgr0=\E[m\017
			smir=\E[4h smso=\E[7m smul=\E[4m vpa=\E[%i%p1%dd E3=\E[3J cols@ lines@ kent@ rmkx@ rs2@ smkx@`,
	},
	xterm: {
		longName: 'xterm terminal emulator (X Window System)',
		base: 'linux',
		capabilities: String.raw`
			km npc XT cols#80 lines#24 cbt=\E[Z civis=\E[?25l clear=\E[H\E[2J cnorm=\E[?12l\E[?25h cvvis=\E[?12;25h
			flash=\E[?5h$<100/>\E[?5l indn=\E[%p1%dS invis=\E[8m is2=\E[!p\E[?3;4l\E[4l\E> kcbt=\E[Z kcub1=\EOD kcud1=\EOB
			kcuf1=\EOC kcuu1=\EOA kend=\EOF kent=\EOM kf1=\EOP kf2=\EOQ kf3=\EOR kf4=\EOS kf5=\E[15~ khome=\EOH nel=\EE
			rep=%p1%c\E[%p2%{1}%-%db rin=\E[%p1%dT ritm=\E[23m rmacs=\E(B rmcup=\E[?1049l\E[23;0;0t rmkx=\E[?1l\E> rs1=\Ec
			rs2=\E[!p\E[?3;4l\E[4l\E> setb=\E[4%?%p1%{1}%=%t4%e%p1%{3}%=%t6%e%p1%{4}%=%t1%e%p1%{6}%=%t3%e%p1%d%;m
			setf=\E[3%?%p1%{1}%=%t4%e%p1%{3}%=%t6%e%p1%{4}%=%t1%e%p1%{6}%=%t3%e%p1%d%;m
			sgr=%?%p9%t\E(0%e\E(B%;\E[0%?%p6%t;1%;%?%p5%t;2%;%?%p2%t;4%;%?%p1%p3%|%t;7%;%?%p4%t;5%;%?%p7%t;8%;m sgr0=\E(B\E[m
			sitm=\E[3m smacs=\E(0 smcup=\E[?1049h\E[22;0;0t smkx=\E[?1h\E= rmxx=\E[29m smxx=\E[9m ccc@ eo@ ich1@ initc@ oc@`,
	},
	'xterm-256color': {
		longName: 'xterm with 256 colors',
		base: 'xterm',
		capabilities: String.raw`
			ccc colors#256 pairs#65536
			initc=\E]4;%p1%d;rgb:%p2%{255}%*%{1000}%/%2.2X/%p3%{255}%*%{1000}%/%2.2X/%p4%{255}%*%{1000}%/%2.2X\E\\
			oc=\E]104\007 rs1=\Ec\E]104\007 setab=\E[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e48;5;%p1%d%;m
			setaf=\E[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m setb@ setf@`,
	},
	screen: {
		longName: 'VT 100/ANSI X3.64 virtual terminal',
		base: 'linux',
		capabilities: String.raw`
			km cols#80 lines#24 cbt=\E[Z civis=\E[?25l cnorm=\E[34h\E[?25h cuu1=\EM cvvis=\E[34l flash=\Eg indn=\E[%p1%dS
			is2=\E)0 kcbt=\E[Z kcub1=\EOD kcud1=\EOB kcuf1=\EOC kcuu1=\EOA kf1=\EOP kf2=\EOQ kf3=\EOR kf4=\EOS kf5=\E[15~
			nel=\EE rin=\E[%p1%dT rmcup=\E[?1049l rmkx=\E[?1l\E> rmso=\E[23m rs2=\Ec\E[?1000l\E[?25h
			sgr=\E[0%?%p6%t;1%;%?%p1%t;3%;%?%p2%t;4%;%?%p3%t;7%;%?%p4%t;5%;%?%p5%t;2%;m%?%p9%t\016%e\017%; smcup=\E[?1049h
			smkx=\E[?1h\E= smso=\E[3m bce@ ccc@ eo@ ech@ ich1@ initc@ oc@ rmam@ rs1@ smam@ E3@`,
	},
	'screen-256color': {
		longName: 'GNU Screen with 256 colors',
		base: 'screen',
		capabilities: String.raw`
			colors#256 pairs#65536 setab=\E[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e48;5;%p1%d%;m
			setaf=\E[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m`,
	},
	tmux: {
		longName: 'tmux terminal multiplexer',
		base: 'screen',
		capabilities: String.raw`
			hs dsl=\E]0;\007 fsl=^G invis=\E[8m ritm=\E[23m rmso=\E[27m
			sgr=\E[0%?%p6%t;1%;%?%p2%t;4%;%?%p1%p3%|%t;7%;%?%p4%t;5%;%?%p5%t;2%;%?%p7%t;8%;m%?%p9%t\016%e\017%; sitm=\E[3m
			smso=\E[7m tsl=\E]0; E3=\E[3J rmxx=\E[29m smxx=\E[9m`,
	},
	'tmux-256color': {
		longName: 'tmux with 256 colors',
		base: 'tmux',
		capabilities: String.raw`
			colors#256 pairs#65536 setab=\E[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e48;5;%p1%d%;m
			setaf=\E[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m`,
	},
};
