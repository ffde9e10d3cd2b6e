import { checkScripts } from './golden-cases.ts';

const START = `exec 2>&1; mkdir w; cd w; t() { echo "== $*"; "$@" </dev/null; echo "rc=$?"; }; r() { seq 1 30 > f; rm -f f.orig f.rej; }; seq 1 30 > f; sed 's/^15$/fifteen/; 20d; 3a new' f > g; touch -d @0 f g; (echo '--- f	T1'; echo '+++ g	T2'; diff -u f g | tail -n +3) > p.u; (echo '*** f	T1'; echo '--- g	T2'; diff -c f g | tail -n +3) > p.c; diff f g > p.n
`;

checkScripts('commands-patch', 'bash', {
	patch: [
		`${START}for p in p.u p.c p.n; do r; t patch -p0 f $p; cmp f g; t patch -N f $p; cat f.rej; r; t patch -N f $p; t patch -f f $p; cmp f g; t patch -t f $p; r; t patch -R f $p; ls; cat f.rej;  r; sed -i '1i x\\ny' f; t patch f $p; ls; cmp f g; r; sed -i 's/^14$/XX/' f; t patch f $p;cat f; r; sed -i 's/^1[3-7]$/XX/' f; t patch f $p; cat f.rej; ls; r; sed -i 's/^1[3-7]$/XX/' f; t patch -R f $p; done`,
		`${START}r; t patch --dry-run f p.u; t patch -b f p.u; ls; r; t patch -b -V numbered f p.u; ls; rm -f f.~*; r; t patch -o out f p.u; ls; cmp out g; rm out; r; t patch -s f p.u; r; t patch --verbose f p.u; r; t patch -l f p.u; t patch nofile p.u ; echo garbage | patch f; t patch -i nope; t patch f nope; t patch --foo; rm -f nofile.orig`,
		`${START}r; (cat p.u; sed 's/f/h/' p.u) > p2; cp f h; t patch -p0 -i p2; ls; rm h; mkdir -p a/d b/d; seq 5 > a/d/x; seq 6 > b/d/x; echo new > b/d/n; echo old > a/d/o; diff -ruN a b | sed '/1970/!s/\\t.*/\\tT/' > p3;  mkdir w; cp -r a/d w; cd w; t patch -p1 -i ../p3; find . | sort; t patch -R -p1 -i ../p3; find . | sort; cd ..; t patch -p9 -i p3; t patch -i p3; t patch -d w -p1 -i ../p3; t patch -d nodir -p1 -i ../p3; printf 'a\\nb' > k; printf 'a\\nc' > k2; (echo '--- k'; echo '+++ k'; diff -u k k2 | tail -n +3) > p4; t patch k p4; od -c k; t patch -R k p4; od -c k; r; sed -i 's/^15$/15 /' f; t patch -l f p.u; cat f.rej;  t patch -u f p.n`,
		`${START}rm -rf e; mkdir e; cd e; seq 9 > f; sed 's/^5$/five/' f > g; (printf -- '--- no\\t1970-01-01 00:00:00.000000000 +0000\\n+++ f\\tT\\n@@ -0,0 +1,2 @@\\n+a\\n+b\\n') > pn; t patch -p0 -i pn; t patch -N -p0 -i pn; t patch -f -p0 -i pn; ls; rm f; t patch -p0 -i pn; cat f; t patch -R -p0 -i pn; ls; cat > pj <<P
some text
 here
Index: q/x
=====
--- q/x	T
+++ q/x	T
@@ -2,3 +2,3 @@ func
 2
-3
+three
 4
trailing
P
mkdir u; seq 5 > u/x; t patch -d u -p1 -i ../pj; cat u/x;  t patch -d u -i ../pj -b -z .bak -R; ls u; t patch -d u -i ../pj -B pre/;find u | sort; t patch -d u -R -i ../pj -Y pre_; find u | sort; t patch -d u -i ../pj --reject-format=context -f; seq 9 15 > u/x; t patch -d u -i ../pj --reject-format=context -f; cat u/x.rej; seq 9 15 > u/x; t patch -d u -i ../pj -r - ; t patch -d u -i ../pj -r my.rej ; ls u
printf -- '--- a/x\\n+++ b/x\\n@@ -3,1 +3,1 @@\\n*3\\n' > m; t patch u/x m; printf -- '--- a/x\\n+++ b/x\\n@@ -1,3 +1,3 @@\\n 0\\n-10\\n+TEN\\n 11\\n' > m; seq 9 20 > u/x; t patch u/x m; cat u/x; t patch -F0 -R u/x m; printf -- '--- x\\n+++ x\\n@@ -1,2 +0,0 @@\\n-1\\n-2\\n' > m; seq 2 > x; t patch -i m; ls -l x | cut -c1-10; seq 2 > x;  t patch -E -i m; ls x; printf -- '--- x\\n+++ /dev/null\\n@@ -1,2 +0,0 @@\\n-1\\n-2\\n' > m; seq 3 > x; t patch -i m; cat x; t patch --strip=x -i m; t patch a b c`,
	],
});
