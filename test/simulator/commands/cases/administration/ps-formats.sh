# procps 4.0.2 on Debian 12; headings with their blanks squeezed, for a machine's highest number decides how wide numbers are
head() { sed -n 1p | tr -s ' '; }
for f in -L -eLf -T -F '-y -l' auxZ -eM -c -cl -cf s v j l u '-O ni' 'O ni' -Lf -FL -lf -jL -fM -lZ r -lL -fj uH '-T -f' -Tl -f -l -j -ef aux axjf x -x; do echo "$f: $(ps $f | head)"; done
sleep 99 & p=$!
ps -o user:20,comm:30,ni,stat -p $p; ps -o user:3 -p $p; ps -o ni=NICENESS,comm=WHAT -p $p; ps -o comm= -o ni= -p $p; ps -o comm:3,ni -p $p
ps -o gid,egid,rgid,sgid,fgid,egroup,rgroup,sgroup,suid,suser,fuser,class,policy,pri_bar,pri_baz,pri_foo,priority,intpri,rtprio,sched -p $p
ps -o exe,fname,tty4,tty8,tpgid,pending,blocked,numa,cp,majflt,lsession -p $p; ps -o gid,egroup -o ni,comm --no-headers $p; ps -p $p -o addr,sched,comm
ps -o foo; ps --sort foo; ps --foo; ps -p; ps -p x; ps -G nogrp; ps -C; ps -Q; ps Q; ps -o %p:%a; ps -q $p -o comm=; ps --sort=-pid -o comm= $$ $p
