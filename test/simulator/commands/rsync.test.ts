import { checkScripts } from './golden-cases.ts';

// Recorded with Debian 12's rsync in PATH. What is sent and received, rates, and places in its source are left out.
checkScripts('commands-rsync', 'bash', {
	rsync: [
		`exec 2>&1
umask 022; PATH=$PATH:/usr/local/bin; mkdir /tmp/rs; cd /tmp/rs; R=rsync; trap 'rm -rf /tmp/rs' EXIT
mkdir -p s/d/e s/z; echo hello > s/a; echo world > s/d/b; echo x > s/d/e/c; ln -s a s/l; echo q > s/zz; chmod 600 s/a; touch -d 2020-01-01 s/a s/d/b s/d/e/c s/zz s/d s/d/e s/z s
f() { sed -E 's/^sent .*/sent/; s/speedup is [0-9.,]+/speedup/; s/main.c\\([0-9]+\\)/main.c/; s/3\\.5\\.0|3\\.2\\.7/V/; s/[0-9.]+kB.s/R/g; s/(bytes sent|bytes received): .*/\\1/; s#2026/[0-9/]+ [0-9:]+#T#; s/exclude.c.[0-9]+./exclude.c/; s/[0-9.]+ seconds/S/; s/(main|exclude).c\\([0-9]+\\)/at/'; }
t() { echo "== $*"; $R "$@" 2>&1 | f; echo "rc=\${PIPESTATUS[0]}"; }
t -av s/ t; t -av s/ t; echo more >> s/a; t -av s/ t/; t -avi s/ t2; rm s/zz; echo n>s/n; t -ai --delete s/ t/; t -av --delete -n s/ t2/; t -rv s t3; ls t3; t -a s t4; ls t4; t s/a t5; cat t5; t s t6; t -v s/a s/n t7/; t -av --exclude='*.x' --exclude=d s/ t8; find t8 | sort; t nofile t9; t -a --progress s/ t10; t -a --stats s/ t11; t -avh s/ t12; t --foo;  t -av s/d s/a t13; find t13|sort; touch -d 2021-01-01 t/a; t -avu s/ t; t -av s/ t; chmod 644 s/a; t -ai s/ t; t -aic s/ t; t -avq s/ t14; t -av --remove-source-files s/n t15/; ls s
mkdir -p t/x/y; echo 1 > t/x/y/k; echo 2 > t/x/k; echo 3 > t/q; touch -d 2022-02-02 t; t -av --delete s/ t; t -av s/ no/such/t; touch -d 2020-05-05 s; t -av --mkpath s/ no/such/t; find no | sort; t -av --exclude=/d/e --exclude 'z/' s/ t16; find t16 | sort; t -av --include='*/' --include=c --exclude='*' s/ t17; find t17 | sort; t -avm --include='*/' --include=c --exclude='*' s/ t18; find t18 | sort; t -av --exclude='d/**' s/ t19; find t19|sort; t -avb s/ t20; echo zzz > s/a; t -avb s/ t20; ls t20; t -av --backup-dir=bk -b --delete s/ t; t -r s/ t21; stat -c '%a %n' t21/a; t -rt --ignore-existing s/ t20; t -av --existing s/ t22; ls t22; echo abc > s/d/b; touch -d 2020-01-01 s/d/b t20/d/b; t -avi s/ t20; t -avic s/ t20; t -av --size-only s/ t20; t -av --max-size=3 s/ t23; t -av --exclude-from=nofile s/ t24; printf '# c\\nd\\n+ x\\n' > ex; t -av --exclude-from=ex s/ t24; t -a --no-p --no-times -v s/ t25; t -avL s/ t26; ls -l t26 | cut -c1-10; t -av s/l t27; t --list-only s/d/; t -avz -e ssh s/d/ t28; t -av --delete --exclude=b s/d/ t28; t -av --delete-excluded --exclude=b s/d/ t28; t -aP s/d/ t29; t -a s/a t/x2 ; cat t/x2; mkdir t30; t -av s/a t30; t -a s/ s/a; echo "rc $?"`,
	],
});
